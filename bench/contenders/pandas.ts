import { join } from 'node:path';
import process from 'node:process';
import { z } from '../../src/lib/core/zod';
import { runProgram } from '../child';
import { writePlainModel } from '../plain-model';
import type { Contender } from './types';

const reply = z.object({ seconds: z.number(), versions: z.string() });

/** The Python that has pandas: BENCH_PYTHON, else the usual ones. Null when none has. */
async function findPython(): Promise<{ readonly python: string; readonly versions: string } | null> {
	const chosen = process.env['BENCH_PYTHON'];
	const versions = 'import pandas, numpy; print(f"pandas {pandas.__version__}, numpy {numpy.__version__}")';
	for (const python of chosen ? [chosen] : ['python3', '/usr/bin/python3', 'python']) {
		try {
			return { python, versions: (await runProgram(python, ['-c', versions])).trim() };
		} catch {
			// Not there, or without pandas: the next one may have it.
		}
	}
	if (chosen) throw new Error(`BENCH_PYTHON is ${chosen}, which has no pandas and numpy, or is no Python.`);
	return null;
}

/** Every run is a process of its own; starting Python and importing pandas is not measured. */
export const pandas: Contender = {
	id: 'pandas',
	name: 'pandas + numpy',
	scoresMlp: true,
	needs: 'a python3 with pandas and numpy on the PATH (Debian: python3-pandas), or its path in BENCH_PYTHON',
	async open({ path, folder }) {
		const found = await findPython();
		if (!found) return null;
		const [model, output] = [join(folder, 'model.json'), join(folder, 'pandas.csv')];
		await writePlainModel(model);
		return {
			about: found.versions,
			caveat: '',
			async run() {
				const said = await runProgram(found.python, ['bench/contenders/score_with_pandas.py', path, model, output]);
				return { seconds: reply.parse(JSON.parse(said)).seconds, output };
			},
			close: () => Promise.resolve()
		};
	}
};
