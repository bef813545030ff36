import type { Page } from '@playwright/test';

/** Drops a file on the page as a hand would: nothing below it needs to know of drops. */
export async function dropFile(page: Page, name: string, bytes: Buffer): Promise<void> {
	const transfer = await page.evaluateHandle(
		([fileName, base64]) => {
			const data = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
			const carried = new DataTransfer();
			carried.items.add(new File([data], fileName));
			return carried;
		},
		[name, bytes.toString('base64')] as const
	);
	for (const type of ['dragenter', 'dragover', 'drop']) await page.dispatchEvent('main', type, { dataTransfer: transfer });
	await transfer.dispose();
}
