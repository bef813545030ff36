import type { Schema } from '../core/schema/schema';
import { matchFile, missingColumns } from './match-file';

/**
 * The pack that a file belongs to: of those whose every needed column it has, by name or alias, the one that reads most of
 * its columns; of equal ones the first. Null where none fits.
 */
export function recognisePack<P extends { readonly schema: Schema }>(packs: readonly P[], headers: readonly string[]): P | null {
	let best: P | null = null;
	let most = 0;
	for (const pack of packs) {
		const matches = matchFile(pack.schema, headers, {});
		if (missingColumns(pack.schema, matches) !== null) continue;
		const read = matches.filter(({ index }) => index !== null).length;
		if (read > most) [best, most] = [pack, read];
	}
	return best;
}
