/** The level of a target encoding: texts and whole numbers joined by `|`. A missing text is `''`, a missing number too. */
export function levelOf(parts: readonly (string | number)[]): string {
	return parts.map((part) => (typeof part === 'number' && Number.isNaN(part) ? '' : String(part))).join('|');
}

/** What {@link fitEncoding} learns from; one entry a row. */
export interface EncodingRows {
	/** See {@link levelOf}. */
	readonly levels: readonly string[];
	/** 1 for a fraud, 0 for a normal row. */
	readonly labels: ArrayLike<number>;
	/** Null where every row counts once. */
	readonly weights: ArrayLike<number> | null;
	/** Weight of the mean in every level, in rows. */
	readonly smoothing: number;
}

/** An `encode` step's table and what unknown levels get: the weighted share of frauds of all rows. */
export interface Encoding {
	readonly table: Record<string, number>;
	readonly otherwise: number;
}

/**
 * Target encoding (Micci-Barreca, SIGKDD Explorations 3, 2001) with a fixed weight m of the prior: a level's value is
 * (Σ w y + m · prior) / (Σ w + m), prior = Σ w y / Σ w of all rows. With weights of 1 it is scikit-learn's
 * `TargetEncoder(smooth=m, target_type="binary")`. A level whose weights and smoothing are 0 gets the prior.
 *
 * Give it training rows only: a row must not be encoded by its own label.
 */
export function fitEncoding({ levels, labels, weights, smoothing }: EncodingRows): Encoding {
	const sums = new Map<string, { weight: number; frauds: number }>();
	let [weight, frauds] = [0, 0];
	levels.forEach((level, row) => {
		const w = weights === null ? 1 : weights[row];
		const sum = sums.get(level) ?? { weight: 0, frauds: 0 };
		sum.weight += w;
		sum.frauds += w * labels[row];
		sums.set(level, sum);
		weight += w;
		frauds += w * labels[row];
	});
	const prior = weight > 0 ? frauds / weight : 0;
	const share = (sum: { weight: number; frauds: number }): number =>
		sum.weight + smoothing > 0 ? (sum.frauds + smoothing * prior) / (sum.weight + smoothing) : prior;
	return { table: Object.fromEntries([...sums].map(([level, sum]) => [level, share(sum)])), otherwise: prior };
}
