/** Grows when an old host or frame could no longer understand the other; both say theirs in the first message. */
export const protocolVersion = 1;

/** What a frame accepts of a host. A host that goes past one of them gets an error with its own code, never silence. */
export const limits = {
	/** Calls that wait for their answer at the same time. */
	openCalls: 16,
	/** Messages a second that are answered in the long run. */
	messagesPerSecond: 50,
	/** Messages that may come at once after a rest. */
	burst: 200,
	/** Messages beyond the rate, within one minute, after which the frame hangs up. */
	refusedBeforeHangUp: 2_000,
	/** Transactions in one call as objects. More go as columns or as a file. */
	transactions: 10_000,
	/** Rows in one call as columns. */
	rows: 5_000_000,
	/** Fields of a transaction, or columns. */
	fields: 500,
	/** Characters of one text, in UTF-16 code units. */
	textLength: 10_000,
	/** Characters of the texts of a call together. */
	allText: 100_000_000,
	/** Bytes of a file; far above what the app itself was measured with. */
	fileBytes: 16 * 2 ** 30,
	/** Rows of a run above which its scores are only in the scored file, not in an array. */
	scoresInAnswer: 5_000_000
} as const;
