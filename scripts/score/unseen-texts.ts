import type { PipelineSession } from '../../src/lib/core/features/session';
import type { Pack } from '../../src/lib/core/pack/load';
import type { CardNames } from '../../src/lib/core/privacy/card-names';
import { isUnseen } from '../../src/lib/core/sketch/text-columns';

/** Texts of a column of few that no training row had; the model takes all of them for the same unknown one. */
export interface UnseenTexts {
	readonly column: string;
	readonly distinct: number;
	/** The first few of the file. */
	readonly texts: readonly string[];
}

const shownTexts = 5;
const shownLength = 40;

/** Of all rows that went through a session, card numbers by their names. */
export function unseenTexts(
	{ reference, pipeline }: Pick<Pack, 'reference' | 'pipeline'>,
	{ dictionaries }: Pick<PipelineSession, 'dictionaries'>,
	names: CardNames
): UnseenTexts[] {
	return (reference?.texts ?? []).flatMap((column) => {
		const given = dictionaries[pipeline.rawNames.indexOf(column.name)]?.texts ?? [];
		const unseen = given.filter((text) => isUnseen(column, text));
		if (unseen.length === 0) return [];
		const texts = unseen.slice(0, shownTexts).map((text) => names.within(text).slice(0, shownLength));
		return [{ column: column.name, distinct: unseen.length, texts }];
	});
}

/** As a phrase. */
export function unseenPhrase({ column, distinct, texts }: UnseenTexts): string {
	const more = distinct > texts.length ? ` and ${distinct - texts.length} more` : '';
	return `${column} has ${texts.map((text) => `“${text}”`).join(', ')}${more}, which no training row had: scored as unknown`;
}
