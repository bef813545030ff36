import { z } from '../zod';

/** Thresholds on the score: `review` and up is looked at by a person, `decline` and up is refused outright. */
export const policy = z
	.strictObject({
		kind: z.literal('threshold'),
		review: z.number().min(0).max(1),
		decline: z.number().min(0).max(1).optional()
	})
	.refine((p) => p.decline === undefined || p.decline >= p.review, 'decline must not be below review');
export type Policy = z.infer<typeof policy>;

export const decisions = ['approve', 'review', 'decline'] as const;
export type Decision = (typeof decisions)[number];

/** The decision for a score in [0, 1]. A row is *flagged* when the decision is not `approve`. */
export function decide(score: number, by: Policy): Decision {
	if (by.decline !== undefined && score >= by.decline) return 'decline';
	return score >= by.review ? 'review' : 'approve';
}

/** Index into {@link decisions} of what {@link decide} says of every score; 0 for NaN. */
export function decisionCodes(scores: Float64Array, { review, decline = Infinity }: Policy): Uint8Array<ArrayBuffer> {
	const codes = new Uint8Array(scores.length);
	for (let i = 0; i < codes.length; i++) {
		const score = scores[i];
		codes[i] = score >= decline ? 2 : score >= review ? 1 : 0;
	}
	return codes;
}
