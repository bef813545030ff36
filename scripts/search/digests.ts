import { createHash } from 'node:crypto';
import type { SearchData } from '../../src/lib/training/search/search-data';

/** Of one file its own digest, of several that of their digests, each on a line. */
export function dataDigest(files: readonly { readonly sha256: string }[]): string {
	if (files.length === 1) return files[0].sha256;
	return createHash('sha256').update(files.map(({ sha256 }) => `${sha256}\n`).join('')).digest('hex');
}

/** Of everything that trials learn from and are judged on, so that another split, pipeline or version of the code is another. */
export function rowsDigest({ folds, normalWeight }: SearchData): string {
	const hash = createHash('sha256').update(String(normalWeight));
	const add = (values: Float64Array | Float32Array | Uint8Array | null): void => {
		hash.update(`\n${values?.length ?? '-'}\n`);
		if (values) hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
	};
	for (const { train, validation, held, amounts, days, cards } of folds) {
		for (const rows of [train, validation, held]) for (const values of [rows?.features, rows?.labels, rows?.weights]) add(values ?? null);
		for (const values of [amounts, days, cards]) add(values);
	}
	return hash.digest('hex');
}

/** Names a trial by everything that its figures depend on: a trial with the same id need not be run again. */
export function trialId(of: object): string {
	return createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16);
}
