import { ShrikeError } from '../errors';

/** A model that is valid but is no plain chain of dense layers. */
export function unsupported(what: string): ShrikeError {
	return new ShrikeError(
		'pack.unsupported-model',
		`This model cannot be used: ${what}. Shrike runs plain chains of dense layers that end in one fraud logit or probability.`
	);
}
