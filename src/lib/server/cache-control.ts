/** Vite puts a hash of its content into the name of everything under this folder. */
export const immutableFolder = '/_app/immutable/';

/** `Cache-Control` of a path: a hashed name never changes its bytes, any other must be asked about each time. */
export function cacheControl(path: string): string {
	return path.startsWith(immutableFolder) ? 'public, max-age=31536000, immutable' : 'no-cache';
}
