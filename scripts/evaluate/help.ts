import { trainingConfigs } from '../../src/lib/training/packs';

const protocols = trainingConfigs.map((config) => `  ${config.name.padEnd(18)}${config.protocols.map(({ name, title }) => `${name} (${title})`).join(', ')}`);

export const evaluateHelp = `Trains a pack on a part of labelled data and measures it on rows that it has not learned from; or measures a scored file.

Usage: npm run shrike -- evaluate --pack NAME --data FILE [--protocol NAME | --split random | --folds FILE] [--seed N]
                                  [--train-from DATE] [--train-to DATE] [--test-from DATE] [--test-to DATE] [--delay-days N]
                                  [--out SCORED.csv] [--json]
       npm run shrike -- evaluate --scored FILE --label COLUMN [--score COLUMN] [--card COLUMN] [--time COLUMN]
                                  [--amount COLUMN] [--normal-weight W] [--threshold T] [--k N] [--remove-detected]
                                  [--review-cost C] [--json]
       npm run shrike -- evaluate --all --data-folder FOLDER [--docs docs/evaluation.md] [--only NAME] [--force]

  --pack NAME       which pack's way of training to judge
  --data FILE       CSV with all features and the label, .gz too; several files are joined
  --protocol NAME   one of the pack's protocols (below); the first unless told
  --split random    a random fifth as test: optimistic, and said so wherever the figures stand
  --folds FILE      CSV “row,fold”: data rows counted from 0, folds from 0; rows that it does not list are left out
  --train-from, --train-to, --test-from, --test-to, --delay-days   other days for a protocol by time, ends not included
  --seed N          same seed and data, same scores (default 1)
  --out FILE        every tested row's label, scores, card (as a number of its own), day and amount, as CSV (.gz too)
  --json            no table on standard error

  --scored FILE     any CSV with a label and a score in [0, 1]; rows without are left out and counted
  --score COLUMN    default fraud_probability
  --card, --time, --amount   columns of the card, the date and the amount, for figures of days and money
  --normal-weight W how many transactions a normal row stands for (default 1)
  --threshold T     for precision, recall, F1, cost and savings
  --k N             rows or cards that are reviewed a day (default 100)
  --remove-detected a fraudulent card found on one day is left out of the next ones
  --review-cost C   cost of a review, in the unit of the amounts (default 0)

  --all             every evaluation of config/evaluation.yaml, one after the other; what did not change is kept
  --data-folder FOLDER   where its files lie
  --docs FILE       the page to write; the figures go into a .json file beside it
  --only NAME       only evaluations whose name begins so
  --force           run again what did not change

Rows that repeat an earlier one are dropped before any split. By default the test follows the training in time, after a gap as long as
labels take to be known. The threshold is chosen on rows held out of the training, never on the test. Standard output is one JSON
object with all figures and their 95 % stratified bootstrap intervals; a table goes to standard error.

Protocols:
${protocols.join('\n')}
`;
