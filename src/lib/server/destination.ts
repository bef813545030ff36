// What a browser says of where an answer goes (Fetch Metadata, `Sec-Fetch-Dest`). It writes this itself, on requests to
// trustworthy addresses; scripts cannot, and what is no browser may leave it out.

function isFor(request: Request, destinations: readonly string[]): boolean {
	return destinations.includes(request.headers.get('sec-fetch-dest') ?? '');
}

/** Whether a frame asks. */
export const isFramed = (request: Request): boolean => isFor(request, ['iframe', 'frame']);

/** Whether something asks that shows documents within others, is no frame, and may tell by its events whether one came. */
export const isObject = (request: Request): boolean => isFor(request, ['object', 'embed', 'fencedframe']);
