import { describe, expect, it } from 'vitest';
import { TextDictionary } from '../../src/lib/core/features/text-dictionary';
import { CardNames } from '../../src/lib/core/privacy/card-names';
import { loadPackFrom } from '../cli/pack-folder';
import { unseenPhrase, unseenTexts } from './unseen-texts';

function dictionary(...texts: string[]): TextDictionary {
	const made = new TextDictionary();
	for (const text of texts) made.codeOf(text);
	return made;
}

describe('unseenTexts', () => {
	it('names the kinds of transfer that PaySim does not have, and no account', async () => {
		const pack = await loadPackFrom('static/model/paysim');
		const dictionaries = pack.pipeline.rawNames.map((name, c) => {
			if (pack.pipeline.rawTypes[c] !== 'string') return null;
			return name === 'type' ? dictionary('', 'TRANSFER', 'BARTER', 'CASH_OUT', '4111111111111111') : dictionary('', 'C1', 'M2');
		});
		const unseen = unseenTexts(pack, { dictionaries }, new CardNames(null));
		expect(unseen).toEqual([{ column: 'type', distinct: 2, texts: ['BARTER', '…1111'] }]);
		expect(unseenPhrase(unseen[0])).toBe('type has “BARTER”, “…1111”, which no training row had: scored as unknown');
	});
});
