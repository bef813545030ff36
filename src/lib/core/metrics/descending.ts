/** Bits a pass of the radix sort; 3 × 11 cover 32. */
const digitBits = 11;
const digits = 1 << digitBits;
const mask = digits - 1;

/**
 * Puts the numbers of `values` into `order` by descending value; equal values (0 and -0 are two) keep their order. A stable
 * least-significant-digit radix sort on the bits of the floats: three linear passes, so millions of rows sort in the time
 * of a few frames and without an object a row.
 *
 * @param values without NaN
 * @param order as long as `values`, and so is `spare`, whose content is lost
 */
export function orderDescending(values: Float32Array, order: Uint32Array, spare: Uint32Array): void {
	const count = values.length;
	const bits = new Int32Array(values.buffer, values.byteOffset, count);
	const low = new Uint32Array(digits);
	const middle = new Uint32Array(digits);
	const high = new Uint32Array(digits);
	for (let row = 0; row < count; row++) {
		const key = descendingKey(bits[row]);
		low[key & mask]++;
		middle[(key >>> digitBits) & mask]++;
		high[key >>> (2 * digitBits)]++;
	}
	for (const starts of [low, middle, high]) turnIntoStarts(starts);
	for (let row = 0; row < count; row++) order[low[descendingKey(bits[row]) & mask]++] = row;
	for (let i = 0; i < count; i++) spare[middle[(descendingKey(bits[order[i]]) >>> digitBits) & mask]++] = order[i];
	for (let i = 0; i < count; i++) order[high[descendingKey(bits[spare[i]]) >>> (2 * digitBits)]++] = spare[i];
}

/** Unsigned keys ascend where floats descend: a set sign bit already orders negatives that way round. */
function descendingKey(bits: number): number {
	return bits ^ (~(bits >> 31) & 0x7fff_ffff);
}

function turnIntoStarts(counts: Uint32Array): void {
	let start = 0;
	for (let digit = 0; digit < counts.length; digit++) {
		const count = counts[digit];
		counts[digit] = start;
		start += count;
	}
}

/** Row numbers by descending value, NaN left out; equal values as {@link orderDescending} has them. */
export function rowsDescending(values: Float32Array): Uint32Array<ArrayBuffer> {
	const rows = new Uint32Array(values.length);
	let count = 0;
	for (let row = 0; row < values.length; row++) if (!Number.isNaN(values[row])) rows[count++] = row;
	const order = new Uint32Array(count);
	if (count === values.length) {
		orderDescending(values, order, rows);
		return order;
	}
	orderDescending(values.filter((value) => !Number.isNaN(value)), order, new Uint32Array(count));
	return order.map((place) => rows[place]);
}
