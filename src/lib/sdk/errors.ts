/** Why a call, or the connection, failed. */
export class ShrikeEmbedError extends Error {
	override readonly name = 'ShrikeEmbedError';

	/**
	 * @param code Stable: an `embed.…` one of the connection, or that of any failure of scoring, such as `file.missing-columns`.
	 * @param detail Facts for a program, by the code.
	 */
	constructor(
		readonly code: string,
		message: string,
		readonly detail: Readonly<Record<string, unknown>> = {},
		options?: ErrorOptions
	) {
		super(message, options);
	}
}
