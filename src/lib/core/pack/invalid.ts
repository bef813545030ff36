import { ShrikeError } from '../errors';

/** A pack that contradicts itself or its format; `what` goes on from “cannot be used:”. */
export function invalidPack(what: string): ShrikeError {
	return new ShrikeError('pack.invalid', `The pack cannot be used: ${what}. Build it again with “shrike train” or “shrike pack”.`);
}
