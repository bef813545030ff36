import type { BackendName } from '../../core/backend';
import type { PackSource } from '../types';
import { LaneWorker } from './lane-worker';
import type { SegmentWorkerLike } from './lane-worker';
import type { Lane, SegmentJob, SegmentPool } from './types';

export interface WorkerPoolOptions {
	readonly createWorker: () => SegmentWorkerLike;
	readonly workers: number;
	/** Segments that a worker has in hand: one is computed while another is read or waits for its turn. 2. */
	readonly lanesEach?: number;
	/** 4 MiB: some ten milliseconds of work, and a few megabytes of memory for each lane. */
	readonly segmentBytes?: number;
}

/** A pool of workers. One that broke between runs is replaced when the next pack is loaded or the next run opened. */
export class WorkerPool implements SegmentPool {
	readonly segmentBytes: number;
	private workers: LaneWorker[] = [];
	private loading: Promise<void> | null = null;
	private loaded: { readonly pack: PackSource; readonly backend: BackendName } | null = null;

	constructor(private readonly options: WorkerPoolOptions) {
		this.segmentBytes = options.segmentBytes ?? 4 << 20;
	}

	async load(pack: PackSource, backend: BackendName): Promise<void> {
		this.loaded = { pack, backend };
		const loading = this.ready(pack, backend);
		// Told to who opens lanes; nobody may be waiting for it now.
		loading.catch(() => undefined);
		this.loading = loading;
		await loading;
	}

	async open(job: SegmentJob): Promise<readonly Lane[]> {
		const { loaded } = this;
		if (!loaded) return [];
		try {
			if (this.workers.some(({ alive }) => !alive)) await this.load(loaded.pack, loaded.backend);
			await this.loading;
			const each = await Promise.all(this.workers.map((worker) => worker.open(job, this.options.lanesEach ?? 2)));
			// First one lane of every worker, so that a short file keeps all of them busy.
			return Array.from({ length: this.options.lanesEach ?? 2 }, (_, lane) => each.map((lanes) => lanes[lane])).flat();
		} catch {
			// Without workers the engine scores by itself, more slowly.
			return [];
		}
	}

	retire(): void {
		// Whoever opens lanes next gets new ones; until then nothing is held.
		for (const worker of this.workers) worker.end('its run was long and is over');
	}

	dispose(): void {
		for (const worker of this.workers) worker.end('the engine was closed');
		this.workers = [];
		this.loaded = null;
	}

	private async ready(pack: PackSource, backend: BackendName): Promise<void> {
		this.workers = this.workers.filter(({ alive }) => alive);
		while (this.workers.length < this.options.workers) this.workers.push(new LaneWorker(this.options.createWorker()));
		await Promise.all(this.workers.map((worker) => worker.load(pack, backend)));
	}
}
