import type { RunRecord } from '../../core/run/types';
import type { RunAnalysis, RunFigures } from '../../state/types';

const rows = 8;
const cells = ['0', '-1.3598071336738', '149.62'];
const interval = { estimate: 0.9, low: 0.8, high: 0.95 };

const run: RunRecord = {
	id: '',
	startedAt: 0,
	finishedAt: 1,
	status: 'done',
	file: { name: '', size: 1, fingerprint: null },
	dialect: { delimiter: ',', decimal: '.', encoding: 'utf-8', gzip: false },
	headers: ['Time', 'V1', 'Amount'],
	mapping: {},
	pack: { name: '', version: '', sha256: '', title: '' },
	certificates: [],
	backends: ['wasm'],
	switches: [],
	policy: { kind: 'threshold', review: 0.5 },
	counts: { rows, scored: rows, rejected: 0, labelled: rows, frauds: 1, flagged: 1, flaggedAmount: 1, bytes: 1 },
	elapsedMs: 1,
	failure: null
};

/** Of a run that never was: a few rows, each like the other, with labels. Only for drawing unseen. */
export const madeUpResult: RunAnalysis = {
	run,
	table: {
		margins: new Float32Array(rows),
		cumulativeAmount: new Float64Array(rows),
		frauds: Uint32Array.of(0),
		mostLabelled: true,
		otherwise: new Uint32Array(0)
	},
	scores: new Float64Array(rows).fill(0.5),
	histogram: new Array<number>(50).fill(1),
	top: Array.from({ length: rows }, (_, i) => ({ row: i + 1, margin: 0, score: 0.5, label: 0 as const, amount: 149.62, cells })),
	rejects: []
};

export const madeUpFigures: RunFigures = { rocAuc: interval, averagePrecision: interval };
