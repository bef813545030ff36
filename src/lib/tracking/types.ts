/** One value of a metric. */
export interface TrackedMetric {
	/** Such as `averagePrecision` or `validation/logLoss`. */
	readonly name: string;
	readonly value: number;
	/** Epoch, trial or 0; a non-negative integer. */
	readonly step: number;
	/** Milliseconds since 1970. */
	readonly timestamp: number;
}

/** A file that belongs to a run. */
export interface TrackedArtifact {
	/** Relative, with forward slashes: `pack/manifest.json`. */
	readonly path: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A finished training or evaluation run, as trackers see it. */
export interface TrackedRun {
	readonly name: string;
	readonly experiment: string;
	/** Milliseconds since 1970. */
	readonly startedAt: number;
	readonly finishedAt: number;
	readonly params: Readonly<Record<string, string>>;
	readonly tags: Readonly<Record<string, string>>;
	readonly metrics: readonly TrackedMetric[];
	readonly artifacts: readonly TrackedArtifact[];
	/** Registers the run's artifacts as a new version of a model and points the alias at it. */
	readonly model?: { readonly name: string; readonly alias: string };
}
