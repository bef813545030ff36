import type { Worker } from '@playwright/test';

/**
 * Lets a worker read so many bytes of files from now on (samples to recognise a file by included), and no more until the
 * returned function is called: a disk that is slow at just the right moment. What a run has read until then is scored and
 * stored.
 */
export async function slowDisk(worker: Worker, bytes: number): Promise<() => Promise<void>> {
	const opener = await worker.evaluateHandle((bytes) => {
		const read = Reflect.get(Blob.prototype, 'arrayBuffer');
		let left = bytes;
		let open = (): void => undefined;
		const opened = new Promise<void>((resolve) => (open = resolve));
		Blob.prototype.arrayBuffer = async function () {
			if ((left -= this.size) < 0) await opened;
			return read.call(this);
		};
		return open;
	}, bytes);
	return () => opener.evaluate((open) => open());
}
