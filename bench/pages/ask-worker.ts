type Reply<T> = { readonly kind: 'done'; readonly answer: T } | { readonly kind: 'failed'; readonly message: string };

/** The file chosen in the page. Throws where there is none. */
export function chosenFile(): File {
	const file = document.querySelector('input')?.files?.[0];
	if (!file) throw new Error('No file is chosen.');
	return file;
}

/** What a worker that `answersOnce` makes of a request; the worker ends then. */
export function askWorker<T>(worker: Worker, request: unknown): Promise<T> {
	return new Promise<T>((resolve, reject) => {
		worker.addEventListener('error', ({ message }) => reject(new Error(message)));
		worker.addEventListener('message', ({ data }: MessageEvent<Reply<T>>) => {
			if (data.kind === 'failed') reject(new Error(data.message));
			else resolve(data.answer);
		});
		worker.postMessage(request);
	}).finally(() => worker.terminate());
}

/** The worker's end. */
export function answersOnce<Request, T>(answer: (request: Request) => Promise<T>): void {
	self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
		const send = (reply: Reply<T>): void => self.postMessage(reply);
		answer(data).then(
			(given) => send({ kind: 'done', answer: given }),
			(error: unknown) => send({ kind: 'failed', message: String(error) })
		);
	});
}
