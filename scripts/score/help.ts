export const scoreHelp = `Scores a CSV of transactions: the file's own bytes with fraud_probability, decision and error appended to every row.

Usage: npm run shrike -- score IN.csv [--pack NAME] [--out OUT.csv] [--state FILE] [--state-out FILE]

  IN                    a file, or - for standard input; .csv or .tsv, gzip recognised by its content
  --out FILE            where to write; - (the default) is standard output; a name that ends in .gz is compressed.
                        A file appears under its name only when it is whole
  --pack NAME|FOLDER    the model (default: the one that came with Shrike whose columns the file has, else ulb-mlp)
  --state FILE          begin with the profiles of cards that --state-out saved; without it every card is new
  --state-out FILE      save the profiles after the last row, to go on with tomorrow's file
  --key FILE            the secret by which profiles and cards are named (default: shrike/key in your folder of settings,
                        made at the first use, for you alone); a state can be read only with the key it was saved with
  --backend NAME        webgpu, wasm or cpu; without it the fastest that passes its self-test
  --threshold SCORE     flag at this score and above, 0 to 1, instead of at the pack's threshold
  --delimiter NAME      comma, semicolon, tab or pipe, instead of what is detected
  --decimal NAME        point or comma, instead of what is detected
  --map COLUMN=HEADER   read a column of the model from this header; may be repeated
  --json                the summary as one line of JSON: on standard output with --out FILE, on standard error with --out -

The decision column holds “approve” below the threshold and “review” from it on; “decline” only where the policy of the pack
has a second threshold, from that on. Rows that are not approved are called flagged; a row that cannot be scored has none.

Without --json the summary goes to standard error, as progress does. With labels in the file it has precision, recall, F1,
ROC-AUC and average precision with bootstrapped 95 % intervals, the same as in the page. Rows that cannot be scored (a blank or bad cell, a wrong number of
cells) are written with their error and counted; they do not fail the run. Rows whose label is neither 0 nor 1 are scored
without it. Memory stays bounded whatever the size, but for four bytes and a label a labelled row, kept for the figures.

A model with profiles looks at a card's earlier rows, so order matters: files from old to new. Saved profiles hold keyed
hashes instead of card numbers. Rejected rows leave no mark. The summary says how many rows had no history.

Exit codes: 0 every row was written, rejected ones included; 1 failed; 2 called wrongly; 130 interrupted.
`;
