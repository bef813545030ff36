import { ShrikeError } from '../../errors';

/** A file of the right kind whose trees add up to something else than one fraud logit, or by other rules than ours. */
export function unsupportedTrees(what: string): ShrikeError {
	return new ShrikeError(
		'pack.unsupported-model',
		`This model cannot be used: ${what}. Shrike runs gradient-boosted trees that add up to one fraud logit.`
	);
}

/** A file that contradicts itself or its format. */
export function invalidTrees(what: string): ShrikeError {
	return new ShrikeError('pack.invalid', `This tree model is damaged: ${what}. Save it again and choose the new file.`);
}
