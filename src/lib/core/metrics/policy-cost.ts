/** What a policy that reviews the flagged rows does, in weights and in money. */
export interface PolicySums {
	/** Weight of the rows that are reviewed. */
	readonly flagged: number;
	/** Weight of all rows. */
	readonly total: number;
	/** Money of the frauds that are not reviewed. */
	readonly missedAmount: number;
	/** Money of all frauds. */
	readonly fraudAmount: number;
}

export interface PolicyCost {
	/** Mean cost of a transaction, in the unit of the amounts; NaN without rows. */
	readonly expectedCost: number;
	/**
	 * Share of the cost of the better trivial policy (approve all, review all) that is saved: 1 at no cost, 0 where that
	 * policy does as well, negative where it does better; NaN where it costs nothing.
	 */
	readonly savings: number;
}

/**
 * Cost with example-dependent losses: a review costs `reviewCost` whatever it finds, a missed fraud loses its amount, and
 * an approved normal row costs nothing. The cost matrix of Bahnsen, Stojanovic, Aouada, Ottersten, "Cost sensitive credit
 * card fraud detection using Bayes minimum risk" (ICMLA 2013); savings of Bahnsen, Aouada, Stojanovic, Ottersten, "Feature
 * engineering strategies for credit card fraud detection" (Expert Systems with Applications 51, 2016).
 */
export function policyCost({ flagged, total, missedAmount, fraudAmount }: PolicySums, reviewCost: number): PolicyCost {
	const cost = flagged * reviewCost + missedAmount;
	const trivial = Math.min(fraudAmount, total * reviewCost);
	return { expectedCost: cost / total, savings: trivial > 0 ? 1 - cost / trivial : NaN };
}

/** Throws RangeError unless a review costs a finite amount that is not negative. */
export function requireReviewCost(reviewCost: number): void {
	if (reviewCost >= 0 && reviewCost < Infinity) return;
	throw new RangeError(`The cost of a review is finite and not negative: ${reviewCost}.`);
}
