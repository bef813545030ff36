import { join } from 'node:path';
import { z } from '../../src/lib/core/zod';
import { runChild, withTypeScript } from '../child';
import { howToInstall, optionalPackage } from '../optional-package';
import { plainModel } from '../plain-model';
import type { Contender } from './types';

const packageName = '@duckdb/node-api';
const reply = z.object({ seconds: z.number(), about: z.string() });
const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * DuckDB reads the file, computes one expression over all its columns (a logistic regression with weights that mean
 * nothing, far less work than the network) and writes it: all that a database can be asked to do here, on all cores.
 */
export const duckdb: Contender = {
	id: 'duckdb',
	name: 'DuckDB native, read + one expression + write',
	scoresMlp: false,
	needs: howToInstall(packageName),
	async open({ path, folder }) {
		const address = optionalPackage(packageName);
		if (address === null) return null;
		const output = join(folder, 'duckdb.csv');
		const { columns, mean, scale } = await plainModel();
		const sum = columns.map((name, c) => `("${name}" - (${mean[c]})) / ${scale[c]}`).join(' + ');
		const score = `SELECT *, 1 / (1 + exp(-(${sum}) / ${columns.length})) AS fraud_probability FROM read_csv(${quoted(path)})`;
		const run = async () =>
			reply.parse(
				JSON.parse(
					await runChild([
						...withTypeScript,
						'bench/contenders/duckdb-copy.ts',
						address,
						`COPY (${score}) TO ${quoted(output)} (FORMAT csv, HEADER)`
					])
				)
			);
		const { about } = await run();
		return {
			about,
			caveat: '',
			run: async () => ({ seconds: (await run()).seconds, output }),
			close: () => Promise.resolve()
		};
	}
};
