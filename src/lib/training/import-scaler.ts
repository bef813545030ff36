import { z } from '../core/zod';
import { ShrikeError } from '../core/errors';
import { scaler as scalerType } from '../core/pack/manifest';
import type { Scaler } from '../core/pack/manifest';

const numbers = z.array(z.number());
const strings = z.array(z.string());

/** Attribute names as scikit-learn has them, or the same without the final underscore. */
const foreign = z.looseObject({
	mean: numbers.optional(),
	mean_: numbers.optional(),
	scale: numbers.optional(),
	scale_: numbers.optional(),
	feature_names: strings.optional(),
	feature_names_in_: strings.optional(),
	clip: z.number().positive().default(100)
});

/**
 * A scaler file: our own format, or a StandardScaler's attributes as JSON. Standardised values of a foreign one are clipped
 * to ± `clip` (default 100, which no sane transaction reaches, so that no backend meets an infinity).
 * Throws `pack.invalid` when it is neither, or for other features than `names`.
 */
export function importScaler(json: unknown, names: readonly string[]): Scaler {
	const ours = scalerType.safeParse(json);
	if (ours.success) return ours.data;
	const theirs = foreign.safeParse(json);
	const mean = theirs.data?.mean ?? theirs.data?.mean_;
	const scale = theirs.data?.scale ?? theirs.data?.scale_;
	if (!theirs.success || !mean || !scale) {
		const why = theirs.success ? 'it has no mean (or mean_) and scale (or scale_)' : z.prettifyError(theirs.error);
		throw invalid(why);
	}
	const given = theirs.data.feature_names ?? theirs.data.feature_names_in_ ?? names;
	if (mean.length !== names.length || scale.length !== names.length || given.length !== names.length) {
		throw invalid(`it has ${mean.length} means, ${scale.length} scales and ${given.length} names for the ${names.length} features ${names.join(', ')}`);
	}
	const all = (value: number) => names.map(() => value);
	const scaler = { kind: 'standard', names: [...given], mean, scale, low: all(-theirs.data.clip), high: all(theirs.data.clip) };
	const checked = scalerType.safeParse(scaler);
	if (!checked.success) throw invalid(z.prettifyError(checked.error));
	return checked.data;
}

function invalid(why: string): ShrikeError {
	return new ShrikeError('pack.invalid', `The scaler file cannot be used: ${why}. See docs/packs.md.`);
}
