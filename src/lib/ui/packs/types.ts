/** A pack as the Packs page lists it. */
export interface PackView {
	readonly name: string;
	readonly title: string;
	readonly version: string;
	readonly sha256: string;
	readonly description: string;
	/** Share of frauds for which a score is a probability; null where the maker did not say. */
	readonly prior: number | null;
	/** Score from which a transaction is flagged. */
	readonly threshold: number;
	/** Comes with the app, or was installed on this device. Only the latter can be removed. */
	readonly source: 'bundled' | 'installed';
	/** The pack that scores now. */
	readonly inUse: boolean;
	/** The model card as Markdown; null where the pack has none. */
	readonly card: string | null;
}
