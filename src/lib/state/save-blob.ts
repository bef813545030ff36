/** Hands a Blob to the browser's downloads under a name. */
export function saveBlob(blob: Blob, name: string): void {
	const address = URL.createObjectURL(blob);
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.click();
	// The browser reads the address after this task; a minute is ample, and the Blob is freed then.
	setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
