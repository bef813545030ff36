import type { BackendName } from '../../core/backend';
import type { Theme } from '../theme';

/** What a person can set on this device. */
export interface SettingsView {
	/** `auto` takes the fastest certified backend. */
	readonly backend: 'auto' | BackendName;
	/** Keep raw features with a run, for explanation, drift and late labels. */
	readonly keepFeatures: boolean;
	/** BCP 47 tag for figures and dates; '' follows the browser. */
	readonly locale: string;
	readonly theme: Theme;
}

export interface StorageView {
	readonly kind: 'indexeddb' | 'memory';
	readonly usedBytes: number | null;
	readonly quotaBytes: number | null;
	/** Whether the browser promised not to evict the log; null where it cannot say. */
	readonly persisted: boolean | null;
}
