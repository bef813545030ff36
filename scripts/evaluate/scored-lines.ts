import { secondsADay } from '../../src/lib/core/time/units';
import type { TestedRows } from '../../src/lib/training/protocols/run-protocol';

/**
 * Tested rows as CSV: label, score, what each member says, and where the data have them fold, card, day and amount. A card is a
 * number of its own, never the card's: full card numbers stay in the data.
 */
export function* scoredLines({ labels, scores, members, cards, days, amounts }: TestedRows, foldOf: Uint8Array | null): Generator<string> {
	const own = members.map(({ id }) => `,${id}`).join('');
	yield `label,fraud_probability${foldOf ? ',fold' : ''}${cards ? ',card' : ''}${days ? ',day' : ''}${amounts ? ',amount' : ''}${own}\n`;
	for (let row = 0; row < labels.length; row++) {
		const parts = [
			labels[row],
			scores[row],
			...(foldOf ? [foldOf[row]] : []),
			...(cards ? [cards[row]] : []),
			...(days ? [new Date(days[row] * secondsADay * 1000).toISOString().slice(0, 10)] : []),
			...(amounts ? [amounts[row]] : []),
			...members.map((member) => member.scores[row])
		];
		yield `${parts.join(',')}\n`;
	}
}
