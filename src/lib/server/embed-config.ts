import { type EmbedConfig, embedConfig } from '../core/embed/origins';
import { embedConfigFile } from '../core/site/embedding';
import { z } from '../core/zod';

function parseJson(text: string): unknown {
	try {
		// Windows editors begin a file with a byte order mark.
		return JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		throw new Error(`it is not JSON (${error instanceof Error ? error.message : String(error)})`, { cause: error });
	}
}

function problemsOf(error: z.ZodError, value: unknown): string {
	const origins = z.object({ origins: z.array(z.unknown()) }).safeParse(value).data?.origins ?? [];
	const problems = error.issues.map(({ path, message }) => {
		const at = path[1];
		if (path[0] !== 'origins' || typeof at !== 'number') return path.length > 0 ? `${path.join('.')}: ${message}` : message;
		return `origins[${at}] is ${JSON.stringify(origins[at])} and ${message}`;
	});
	return problems.join('; ');
}

/**
 * Who may embed Shrike.
 *
 * @param text of `embed.config.json`; null when there is no such file, and then only its own origin may
 * @param file where it is, for the error
 * @throws with what is wrong and what to write; nothing may be served then, since a wrong list would refuse or allow in silence
 */
export function readEmbedConfig(text: string | null, file: string): EmbedConfig {
	if (text === null) return { origins: [] };
	let why: string;
	try {
		const value = parseJson(text);
		const parsed = embedConfig.safeParse(value);
		if (parsed.success) return parsed.data;
		why = problemsOf(parsed.error, value);
	} catch (error) {
		why = error instanceof Error ? error.message : String(error);
	}
	throw new Error(
		`${file} does not say who may embed Shrike: ${why}. Correct static${embedConfigFile}, for example to ` +
			'{ "origins": ["https://portal.example.com"] }, or to { "origins": [] } for nobody else, then start or build again.'
	);
}
