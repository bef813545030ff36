import type { Pack } from '../../core/pack/load';
import { seededRandom } from '../../core/random/random';
import { columnWithRole } from '../../core/schema/schema';
import { sampleFile } from '../sample';
import type { FileSource } from '../types';

/**
 * A small invented file as a rehearsal needs it: the sample, with a transaction's identity as real files have it, 32 hexadecimal
 * digits, in every other row quoted. Code that is first met in a real file would have what was compiled for the invented one
 * thrown away.
 */
export async function rehearsalFile(pack: Pack, rows: number): Promise<FileSource> {
	const source = sampleFile(pack, { rows, seed: 1 });
	const id = columnWithRole(pack.manifest.schema, 'id');
	const [header, ...lines] = (await source.blob.text()).trimEnd().split('\n');
	if (!id || header.split(',').includes(id.name)) return source;
	const random = seededRandom(1);
	const word = (): string => random.int(2 ** 32).toString(16).padStart(8, '0');
	const withIds = lines.map((line, i) => {
		const quote = i % 2 === 0 ? '' : '"';
		return `${line},${quote}${word()}${word()}${word()}${word()}${quote}`;
	});
	return { name: source.name, blob: new Blob([[`${header},${id.name}`, ...withIds, ''].join('\n')]) };
}
