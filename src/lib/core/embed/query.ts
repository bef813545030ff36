import { policy } from '../policy/policy';
import { z } from '../zod';

export const embedThemes = ['system', 'light', 'dark'] as const;
export type EmbedTheme = (typeof embedThemes)[number];

/** `0.5`, or `0.5,0.9` for review and decline. */
const policyText = z
	.string()
	.regex(/^(?:\d+(?:\.\d+)?|\.\d+)(?:,(?:\d+(?:\.\d+)?|\.\d+))?$/)
	.transform((text) => {
		const [review, decline] = text.split(',').map(Number);
		return { kind: 'threshold' as const, review, ...(decline === undefined ? {} : { decline }) };
	})
	.pipe(policy);

const locale = z.string().refine(isLocale);

/** What `/embed?…` may say. A value that cannot be understood is left out, and the page says so. */
export const embedQuery = {
	view: z.enum(['both', 'single', 'file']).default('both').describe('One transaction, a file, or both with a switch between them.'),
	theme: z.enum(embedThemes).default('system').describe('Light, dark, or as the system is set.'),
	pack: z
		.string()
		.min(1)
		.max(200)
		.nullable()
		.default(null)
		.describe('The model. No other is then loaded in the frame. Without it: the one chosen in Shrike’s settings there, or the first.'),
	policy: policyText.nullable().default(null).describe('Thresholds on the score instead of the pack’s own.'),
	locale: locale.nullable().default(null).describe('How numbers and dates are written. Without it: as Shrike’s settings there say, or the browser.')
};
export type EmbedQuery = { readonly [K in keyof typeof embedQuery]: z.infer<(typeof embedQuery)[K]> };

function isLocale(tag: string): boolean {
	try {
		return Intl.NumberFormat.supportedLocalesOf(tag).length > 0;
	} catch {
		return false;
	}
}
