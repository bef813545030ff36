import { join } from 'node:path';
import process from 'node:process';
import { runChild } from '../child';
import { mlpPack } from '../plain-model';
import type { Contender } from './types';

/** Our command as a person calls it: from the start of the process to its end, TypeScript unbuilt. */
export const shrikeCli: Contender = {
	id: 'shrike-cli',
	name: 'Shrike, command line (whole process)',
	scoresMlp: true,
	needs: '',
	async open({ path, folder }) {
		const output = join(folder, 'shrike-cli.csv');
		return {
			about: `Node ${process.versions.node}`,
			caveat: '',
			async run() {
				const began = performance.now();
				await runChild(['scripts/shrike.mjs', 'score', path, '--pack', mlpPack, '--out', output, '--json']);
				return { seconds: (performance.now() - began) / 1000, output };
			},
			close: () => Promise.resolve()
		};
	}
};
