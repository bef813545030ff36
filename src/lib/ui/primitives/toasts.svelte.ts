export interface Toast {
	readonly id: number;
	readonly message: string;
	readonly kind: 'info' | 'success' | 'warning' | 'error';
	/** What the button undoes; the toast closes after it. */
	readonly undo: (() => void) | null;
}

export interface ToastOptions {
	readonly kind?: Toast['kind'];
	readonly undo?: () => void;
	/** Called once when the toast has gone without undo: the moment to make a deletion final. */
	readonly onexpire?: () => void;
	/** Milliseconds; 0 stays until closed. Time stands still while the pointer or the focus is on the region. */
	readonly duration?: number;
}

interface Entry {
	readonly toast: Toast;
	readonly onexpire: (() => void) | undefined;
	left: number;
	timer: ReturnType<typeof setTimeout> | null;
	startedAt: number;
}

/** The short messages at the edge of the page. One instance a page, given to {@link ToastRegion}. */
export class Toasts {
	list: readonly Toast[] = $state.raw([]);
	#entries: Entry[] = [];
	#next = 1;
	#paused = false;
	readonly #now: () => number;

	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** Shows a message and returns its id. */
	show(message: string, options: ToastOptions = {}): number {
		const toast = { id: this.#next++, message, kind: options.kind ?? 'info', undo: options.undo ?? null };
		const entry: Entry = {
			toast,
			onexpire: options.onexpire,
			left: options.duration ?? (options.undo ? 10_000 : 6_000),
			timer: null,
			startedAt: 0
		};
		this.#entries.push(entry);
		if (!this.#paused) this.#start(entry);
		this.#publish();
		return toast.id;
	}

	/** Runs the toast's undo and closes it. */
	undo(id: number): void {
		const entry = this.#take(id);
		entry?.toast.undo?.();
	}

	/** Closes it as if its time had run out. */
	dismiss(id: number): void {
		const entry = this.#take(id);
		entry?.onexpire?.();
	}

	/** Closes all, so that what they would have made final is final now: for the end of the page. */
	flush(): void {
		for (const entry of [...this.#entries]) this.dismiss(entry.toast.id);
	}

	pause(): void {
		if (this.#paused) return;
		this.#paused = true;
		for (const entry of this.#entries) {
			if (entry.timer === null) continue;
			clearTimeout(entry.timer);
			entry.timer = null;
			entry.left = Math.max(1_000, entry.left - (this.#now() - entry.startedAt));
		}
	}

	resume(): void {
		this.#paused = false;
		for (const entry of this.#entries) if (entry.timer === null) this.#start(entry);
	}

	#start(entry: Entry): void {
		if (entry.left === 0) return;
		entry.startedAt = this.#now();
		entry.timer = setTimeout(() => this.dismiss(entry.toast.id), entry.left);
	}

	#take(id: number): Entry | undefined {
		const entry = this.#entries.find((e) => e.toast.id === id);
		if (!entry) return undefined;
		if (entry.timer !== null) clearTimeout(entry.timer);
		this.#entries = this.#entries.filter((e) => e !== entry);
		this.#publish();
		return entry;
	}

	#publish(): void {
		this.list = this.#entries.map((e) => e.toast);
	}
}
