import type { BackendName } from '../../core/backend';
import type { LoadOptions } from '../types';

/** So many crashes while it was in use, and a backend is not tried again. */
const mostCrashes = 2;

/** Which backends were at work when the worker crashed. */
export class Suspects {
	private readonly crashes = new Map<BackendName, number>();
	private current: BackendName | null = null;

	inUse(backend: BackendName): void {
		this.current = backend;
	}

	/** The worker crashed. Plain TypeScript is never to blame, and must stay as the last resort. */
	crashed(): void {
		if (this.current === null || this.current === 'cpu') return;
		this.crashes.set(this.current, (this.crashes.get(this.current) ?? 0) + 1);
	}

	/** The user wants this one all the same. */
	acquit(backend: BackendName): void {
		this.crashes.delete(backend);
	}

	get excluded(): BackendName[] {
		return [...this.crashes].filter(([, crashes]) => crashes >= mostCrashes).map(([backend]) => backend);
	}

	/** Load options that leave the guilty out, even a pinned one: a run that goes on beats a pin. */
	without({ pin, exclude = [], ...others }: Omit<LoadOptions, 'signal'>): Omit<LoadOptions, 'signal'> {
		const { excluded } = this;
		return { ...others, pin: pin && excluded.includes(pin) ? null : pin, exclude: [...new Set([...exclude, ...excluded])] };
	}
}
