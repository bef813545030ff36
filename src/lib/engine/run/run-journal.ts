import type { Certificate } from '../../core/backend';
import type { Failure } from '../../core/errors';
import type { BackendSwitch, RunRecord, RunStatus, ScoredBlock } from '../../core/run/types';
import type { RunProgress } from '../types';
import { handoverNotice } from './backend-relay';
import type { BackendRelay, Handover } from './backend-relay';
import { throttledProgress } from './progress';
import type { RunTally } from './tally';

export interface JournalOptions {
	/** The run as it stood when this part of it began. */
	readonly run: RunRecord;
	readonly tally: RunTally;
	readonly relay: BackendRelay;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
	readonly bytesRead: () => number;
	/** Whether card numbers were seen in this part of the run. */
	readonly cardNumbers: () => boolean;
	readonly onProgress?: (progress: RunProgress) => void;
}

/** Keeps a run's record up to date while it goes, and reports its progress. */
export class RunJournal {
	private readonly began: number;
	private readonly report: (progress: RunProgress, always?: boolean) => void;
	private readonly switches: BackendSwitch[];
	private readonly backends: Set<RunRecord['backends'][number]>;
	private phase: RunProgress['phase'] = 'scoring';
	private readonly certificates: Map<string, Certificate>;
	/** Handovers of which no block has come yet. */
	private ahead: Handover[] = [];

	constructor(private readonly options: JournalOptions) {
		const { run, clock, relay } = options;
		this.began = clock();
		this.report = throttledProgress(clock, options.onProgress);
		this.switches = [...run.switches];
		this.backends = new Set(run.backends).add(relay.backend);
		this.certificates = new Map(run.certificates.map((certificate) => [certificate.id, certificate]));
		this.certificates.set(relay.certificate.id, relay.certificate);
	}

	/** A backend handed over; told and noted with the first block that the next one computed. */
	handover(handover: Handover): void {
		this.ahead.push(handover);
	}

	/** @param certificate of the backend that computed the block */
	block(block: ScoredBlock, certificate: Certificate): void {
		if (this.phase === 'history') this.phase = 'scoring';
		const last = this.ahead.findLastIndex(({ to }) => to === block.backend);
		for (const handover of this.ahead.splice(0, last + 1)) {
			this.switches.push({ row: block.firstRow, ...handover });
			this.notice(handoverNotice(block.firstRow, handover));
		}
		this.backends.add(block.backend);
		this.certificates.set(certificate.id, certificate);
		this.report(this.progress(null));
	}

	/** Rows that go through the profiles only, before the first block to come. */
	replayed(rows: number): void {
		this.phase = 'history';
		this.report({ ...this.progress(null), rows });
	}

	/** All rows are scored, and the last blocks on their way into the log. */
	keeping(): void {
		this.phase = 'keeping';
		this.reportNow();
	}

	/** A sentence for the user, passed on at once. */
	notice(sentence: string): void {
		this.report(this.progress(sentence));
	}

	/** A report that is not held back: the first, which tells the run's id, and the last. */
	reportNow(): void {
		this.report(this.progress(null), true);
	}

	record(status: RunStatus, failure: Failure | null = null): RunRecord {
		const { run, tally, clock, bytesRead, cardNumbers } = this.options;
		return {
			...run,
			status,
			cardNumbers: (run.cardNumbers ?? true) || cardNumbers(),
			finishedAt: status === 'running' ? null : clock(),
			certificates: [...this.certificates.values()],
			backends: [...this.backends],
			switches: this.switches,
			counts: tally.counts(bytesRead()),
			elapsedMs: this.elapsedMs(),
			failure
		};
	}

	private elapsedMs(): number {
		return this.options.run.elapsedMs + this.options.clock() - this.began;
	}

	private progress(notice: string | null): RunProgress {
		const { run, tally, bytesRead, relay } = this.options;
		return {
			runId: run.id,
			rows: tally.rows,
			rejected: tally.rows - tally.scored,
			flagged: tally.flagged,
			bytes: bytesRead(),
			totalBytes: run.file.size,
			elapsedMs: this.elapsedMs(),
			backend: relay.backend,
			phase: this.phase,
			notice
		};
	}
}
