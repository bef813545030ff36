import { ShrikeError, toFailure, type Failure } from '../core/errors';
import type { PackDetail } from '../state/types';
import type { Workbench } from './workbench.svelte';

/** The Packs page at work: what lies on the shelf, what is being done to it, and what went wrong last. */
export class PackShelf {
	details = $state.raw<readonly PackDetail[]>([]);
	/** What is going on, in words; null when nothing is. */
	working = $state<string | null>(null);
	failure = $state.raw<Failure | null>(null);

	constructor(private readonly workbench: Workbench) {}

	async read(): Promise<void> {
		this.details = await this.workbench.packs.details();
	}

	use(pack: Pick<PackDetail, 'sha256' | 'title'>): Promise<void> {
		return this.#work(`Loading ${pack.title}`, () => this.workbench.usePack(pack.sha256));
	}

	remove(pack: Pick<PackDetail, 'sha256' | 'title'>): Promise<void> {
		return this.#work(`Removing ${pack.title}`, async () => {
			const inUse = this.workbench.engine.status?.pack.sha256 === pack.sha256;
			await this.workbench.packs.remove(pack.sha256);
			if (inUse) await this.workbench.loadPack();
		});
	}

	installFiles(files: readonly File[]): Promise<void> {
		return this.#install('Checking the files', () => this.workbench.packs.installFiles(files));
	}

	installAddress(typed: string): Promise<void> {
		return this.#install('Fetching the pack', () => this.workbench.packs.installAddress(typed));
	}

	#install(what: string, install: () => Promise<string>): Promise<void> {
		return this.#work(what, async () => this.workbench.usePack(await install()));
	}

	async #work(what: string, action: () => Promise<void>): Promise<void> {
		this.working = what;
		this.failure = null;
		try {
			if (this.workbench.busy) {
				throw new ShrikeError('engine.busy', 'A run is going on. Wait for it or cancel it, then try again.');
			}
			await action();
		} catch (thrown) {
			this.failure = toFailure(thrown);
		} finally {
			this.working = null;
			await this.read();
		}
	}
}
