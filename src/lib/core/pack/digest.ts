/** SHA-256 as 64 lower-case hex digits, by WebCrypto (Node, pages and workers; a page must be on https or localhost). */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const digest = await crypto.subtle.digest('SHA-256', bytes);
	return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
