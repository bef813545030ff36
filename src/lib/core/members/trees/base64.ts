const chunk = 0x2000;

/** Base64 (RFC 4648, with padding) of bytes. */
export function textFromBytes(bytes: Uint8Array): string {
	let binary = '';
	// A call takes only so many arguments.
	for (let start = 0; start < bytes.length; start += chunk) {
		binary += String.fromCharCode(...bytes.subarray(start, start + chunk));
	}
	return btoa(binary);
}

/** The bytes of a base64 text; null when it is none. */
export function bytesFromText(text: string): Uint8Array<ArrayBuffer> | null {
	try {
		return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
	} catch {
		return null;
	}
}
