import type { TrainingConfig } from '../../src/lib/training/config';
import { handbook } from '../../src/lib/training/packs/handbook';
import { paysim } from '../../src/lib/training/packs/paysim';
import { sparkov } from '../../src/lib/training/packs/sparkov';
import { ulbMlp } from '../../src/lib/training/packs/ulb-mlp';

/** A file as it is published: what can be known of it without its publisher's digest. */
export interface Original {
	readonly file: string;
	readonly rows: number;
	readonly frauds: number;
}

/** Public data that packs are trained on, and where people get them. */
export interface DataSource {
	readonly name: string;
	/** Whose columns the files have. */
	readonly config: TrainingConfig;
	/** For a person, ending with a line end. */
	readonly instructions: string;
	readonly originals: readonly Original[];
	/** The program that gets them into a folder; the files lie there afterwards, unless `after` says what is left to do. */
	readonly download: { readonly program: string; readonly args: (folder: string) => string[]; readonly after?: string };
}

const count = (value: number) => value.toLocaleString('en');
const files = (originals: readonly Original[]) => originals.map(({ file, rows, frauds }) => `${file} (${count(rows)} rows, ${count(frauds)} frauds)`).join(' and ');

const kaggle = (dataset: string): DataSource['download'] => ({
	program: 'kaggle',
	args: (folder) => ['datasets', 'download', '-d', dataset, '-p', folder, '--unzip']
});

interface KaggleFacts {
	readonly what: string;
	readonly dataset: string;
	readonly originals: readonly Original[];
	/** Lines for training, without their indent. */
	readonly train: readonly string[];
	/** More to know, in whole lines. */
	readonly more?: string;
}

function kaggleInstructions(name: string, { what, dataset, originals, train, more = '' }: KaggleFacts): string {
	return `${what}

  1. Open https://www.kaggle.com/datasets/${dataset} and sign in.
  2. Download, unpack: ${files(originals)}.
${originals.map(({ file }, i) => `  ${i === 0 ? '3. Check:' : '         '}  npm run shrike -- fetch-data ${name} --check ${file}`).join('\n')}
${train.map((line, i) => `  ${i === 0 ? '4. Train:' : '         '}  npm run shrike -- ${line}`).join('\n')}

With Kaggle's own program (pip install kaggle) and your API token in place, this does steps 1 to 3:

  npm run shrike -- fetch-data ${name} --out FOLDER
${more}`;
}

const ulbFiles = [{ file: 'creditcard.csv', rows: 284_807, frauds: 492 }];
const sparkovFiles = [
	{ file: 'fraudTrain.csv', rows: 1_296_675, frauds: 7_506 },
	{ file: 'fraudTest.csv', rows: 555_719, frauds: 2_145 }
];
const paysimFiles = [{ file: 'PS_20174392719_1491204439457_log.csv', rows: 6_362_620, frauds: 8_213 }];
const handbookFiles = [{ file: 'transactions-2018.csv', rows: 1_754_155, frauds: 14_681 }];

const handbookRepository = 'https://github.com/Fraud-Detection-Handbook/simulated-data-raw';
const handbookToCsv = `import glob, pandas
days = [pandas.read_pickle(name) for name in sorted(glob.glob("simulated-data-raw/data/*.pkl"))]
pandas.concat(days).to_csv("transactions-2018.csv", index=False)
`;
const indented = (text: string) => text.replace(/^(?=.)/gm, '       ');

export const dataSources: readonly DataSource[] = [
	{
		name: 'ulb',
		config: ulbMlp,
		originals: ulbFiles,
		download: kaggle('mlg-ulb/creditcardfraud'),
		instructions: kaggleInstructions('ulb', {
			what: 'The ULB card data, for ulb-mlp and ulb-creditcard, are on Kaggle, free with an account, under the Database Contents License 1.0:',
			dataset: 'mlg-ulb/creditcardfraud',
			originals: ulbFiles,
			train: ['train --pack ulb-mlp --data creditcard.csv']
		})
	},
	{
		name: 'handbook',
		config: handbook,
		originals: handbookFiles,
		download: {
			program: 'git',
			args: (folder) => ['clone', '--depth', '1', handbookRepository, `${folder}/simulated-data-raw`],
			after: `Now make one CSV of the days, with Python and pandas, in that folder:\n\n${handbookToCsv}`
		},
		instructions: `The Fraud Detection Handbook's simulated transactions, April to September 2018, for handbook, are on GitHub under CC BY-SA 4.0, as one
pickle a day. A pickle can run any program when it is read: take them from this address only.

  1. Get them:   git clone --depth 1 ${handbookRepository}
  2. Make one CSV of them, ${files(handbookFiles)}, with Python and pandas:

${indented(handbookToCsv)}
  3. Check:  npm run shrike -- fetch-data handbook --check transactions-2018.csv
  4. Train:  npm run shrike -- train --pack handbook --data transactions-2018.csv

“fetch-data handbook --out FOLDER” does step 1 with git. The simulator itself is chapter 3 of the book, from which you can make other data:
https://fraud-detection-handbook.github.io/fraud-detection-handbook/Chapter_3_GettingStarted/SimulatedDataset.html
`
	},
	{
		name: 'sparkov',
		config: sparkov,
		originals: sparkovFiles,
		download: kaggle('kartik2112/fraud-detection'),
		instructions: kaggleInstructions('sparkov', {
			what: 'Transactions of the Sparkov generator, for sparkov, are on Kaggle, free with an account:',
			dataset: 'kartik2112/fraud-detection',
			originals: sparkovFiles,
			train: ['train --pack sparkov --data fraudTrain.csv --data fraudTest.csv'],
			more: `
The pack that comes with Shrike learned from rows made anew with the generator, not from Kaggle's. It is on GitHub (MIT):
https://github.com/namebrandon/Sparkov_Data_Generation. Its files are separated by bars and have the date in two columns: join trans_date and
trans_time, with a blank between them, into trans_date_trans_time, and put all files together in the order of time.
`
		})
	},
	{
		name: 'paysim',
		config: paysim,
		originals: paysimFiles,
		download: kaggle('ealaxi/paysim1'),
		instructions: kaggleInstructions('paysim', {
			what: 'Mobile-money transactions of the PaySim simulator, for paysim and paysim-no-balances, are on Kaggle, free with an account:',
			dataset: 'ealaxi/paysim1',
			originals: paysimFiles,
			train: [`train --pack paysim --data ${paysimFiles[0].file}`],
			more: `
The packs that come with Shrike learned from a sample of rows made anew with PaySim 2, not from Kaggle's. It is on GitHub (GPL 3.0):
https://github.com/EdgarLopezPhD/PaySim. In its raw log rename “action” to “type” and “oldBalanceOrig” to “oldbalanceOrg”. The sample had all
frauds and three in ten of the normal rows, and the recipes weight for that: trained on a whole file, scores rank as well but are too low.
`
		})
	}
];
