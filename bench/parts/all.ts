import type { BenchFile } from '../bench-file';
import type { PartName, Plan } from '../plan';
import { appTable } from './app';
import { backendsTable } from './backends';
import { cancelTable } from './cancel';
import { coldStartTable } from './cold-start';
import { growthTable } from './growth';
import { loggingTable } from './logging';
import { latencyTable } from './latency';
import { stagesTable } from './stages';

/** A further table: measures and returns it as Markdown. */
export type Part = (plan: Plan, file: BenchFile, note: (line: string) => void) => Promise<string>;

export const parts: { readonly [name in PartName]: Part } = {
	app: appTable,
	stages: stagesTable,
	logging: loggingTable,
	latency: latencyTable,
	cancel: cancelTable,
	'cold-start': coldStartTable,
	backends: backendsTable,
	growth: growthTable
};
