/** The scale reaches from one in a hundred thousand to its mirror image, in log-odds. */
const reach = Math.log(1e5);

/** Where a probability stands on a log-odds scale, as a fraction in [0, 1] of its length; 0.5 is the middle. */
export function scalePosition(probability: number): number {
	const logit = Math.log(probability / (1 - probability));
	return Math.min(1, Math.max(0, (logit + reach) / (2 * reach)));
}

/** The probabilities that the scale names. */
export const scaleTicks = [0.0001, 0.01, 0.5, 0.99, 0.9999] as const;
