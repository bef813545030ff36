import type { Policy } from '../../core/policy/policy';
import type { RunRecord } from '../../core/run/types';
import type { FileSource, RunOptions, ScoringEngine, SingleInput, SingleScore } from '../../engine/types';
import type { BatchState, PackChooser } from '../batch.svelte';
import type { EngineState } from '../engine.svelte';
import { ShownFiles } from './shown-files';
import type { Teller } from './teller';
import { cancelled, Turns } from './turns.svelte';

/** The one engine of a frame, as analyst and host share it: files take turns, and the host is told of all that is scored. */
export class FrameEngine {
	readonly turns = new Turns();
	readonly shown = new ShownFiles();

	constructor(
		private readonly state: EngineState,
		private readonly teller: Teller
	) {}

	private get engine(): ScoringEngine {
		return this.state.engine;
	}

	/** @param call the host's, null for the analyst's */
	async scoreOne(call: number | null, input: SingleInput, policy: Policy): Promise<SingleScore> {
		const { status } = this.state;
		const score = await this.engine.scoreOne(input, policy);
		if (score.certificateId !== status?.certificate.id) void this.state.refresh();
		this.teller.single(call, score, policy, status?.pack.sha256 ?? '');
		return score;
	}

	/** Scores a file for whom has the turn. */
	async run(call: number | null, kind: 'rows' | 'file', source: FileSource, options: RunOptions): Promise<RunRecord> {
		const run = await this.engine.scoreFile(source, {
			...options,
			onProgress: (progress) => {
				options.onProgress?.(progress);
				this.teller.progress(call, progress);
			}
		});
		this.teller.run(call, kind, run);
		return run;
	}

	/** What files in the frame are scored by: the analyst's go ahead of what the host has waiting, the host's have their turn. */
	forFiles(): Pick<ScoringEngine, 'preview' | 'scoreFile' | 'sample'> {
		const { engine, shown } = this;
		return {
			sample: (options) => engine.sample(options),
			preview: (source, options) => shown.follow(source, engine.preview(source, options)),
			scoreFile: (source, options) => {
				const call = shown.callOf(source);
				const work = () => this.run(call, 'file', source, options);
				if (call === null) return this.turns.take(work, { ahead: true, signal: options.signal });
				return shown.follow(source, work().then((run) => (shown.scored(source, run), run)));
			}
		};
	}

	/** Loads the pack of a file in the frame while nothing is being scored, unless the frame shows another file by then. */
	forPacks(packs: PackChooser, batch: () => BatchState): PackChooser {
		const shownNow = (): FileSource | null => {
			const { stage } = batch();
			return stage.kind === 'preview' ? stage.source : null;
		};
		return {
			recognise: (headers) => packs.recognise(headers),
			get loaded() {
				return packs.loaded;
			},
			load: (sha256) => {
				const source = shownNow();
				if (source !== null && this.shown.callOf(source) !== null) return packs.load(sha256);
				const load = () => (shownNow() === source ? packs.load(sha256) : Promise.reject(cancelled()));
				return this.turns.take(load, { ahead: true });
			}
		};
	}
}
