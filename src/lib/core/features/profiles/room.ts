type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** The array itself when it is long enough, else one at least twice as long with the same beginning; the rest is `fill`. */
export function withRoom<A extends Numbers>(array: A, length: number, fill = 0): A {
	if (array.length >= length) return array;
	const more = sameKind(array, Math.max(length, array.length * 2));
	more.set(array);
	if (fill !== 0) more.fill(fill, array.length);
	return more;
}

function sameKind<A extends Numbers>(array: A, length: number): A {
	const make = array.constructor as new (length: number) => A;
	return new make(length);
}
