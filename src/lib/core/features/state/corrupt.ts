import { ShrikeError } from '../../errors';

/** The error of saved profiles that cannot be what a session wrote; `what` is a clause without its full stop. */
export function corruptState(what: string): ShrikeError {
	return new ShrikeError(
		'state.corrupt',
		`The saved profiles cannot be used: ${what}. Make them again by scoring the earlier rows, or score without them.`
	);
}
