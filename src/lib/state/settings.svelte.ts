import { z } from '../core/zod';
import { backendName } from '../core/backend';
import type { RunLog } from '../storage/log';

export const preferences = z.object({
	/** BCP 47 tag for numbers and dates; null for the browser's own. */
	locale: z.string().nullable().default(null),
	/** The only backend to use; null lets the engine choose. */
	backend: backendName.nullable().default(null),
	/** Whether runs keep the raw feature values of their rows. */
	keepFeatures: z.boolean().default(true),
	/** SHA-256 of the pack in use; null for the first bundled one. */
	pack: z.string().nullable().default(null)
});
export type Preferences = z.infer<typeof preferences>;

const key = 'preferences';

/** What the user chose, kept in the log's database so that wiping the data wipes it too. */
export class SettingsState {
	current = $state.raw<Preferences>(preferences.parse({}));

	constructor(private readonly log: RunLog) {}

	async read(): Promise<void> {
		const stored = await this.log.getSetting(key, preferences);
		if (stored) this.current = stored;
	}

	/** Back to what a new device has; for after a wipe. */
	forget(): void {
		this.current = preferences.parse({});
	}

	/** Takes effect at once; rejects when it could not be kept. */
	async change(change: Partial<Preferences>): Promise<void> {
		this.current = { ...this.current, ...change };
		await this.log.setSetting(key, preferences, this.current);
	}
}
