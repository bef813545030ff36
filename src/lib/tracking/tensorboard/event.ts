// Just enough of protocol buffers' wire format for TensorFlow's `Event`: fields in the order of their numbers, and a field
// that has its default value (step 0) left out, as their writers do.

const encoder = new TextEncoder();

function varint(value: number): number[] {
	const bytes: number[] = [];
	let rest = BigInt(value);
	for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
	return [...bytes, Number(rest)];
}

const wireType = { varint: 0, double: 1, bytes: 2, float: 5 } as const;

function field(number: number, type: keyof typeof wireType, content: Iterable<number>): number[] {
	return [(number << 3) | wireType[type], ...content];
}

function double(value: number): Uint8Array {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setFloat64(0, value, true);
	return bytes;
}

function float(value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setFloat32(0, value, true);
	return bytes;
}

function bytes(number: number, content: ArrayLike<number> & Iterable<number>): number[] {
	return field(number, 'bytes', [...varint(content.length), ...content]);
}

/** The first record of a file. `wallTime` in seconds since 1970. */
export function versionEvent(wallTime: number): Uint8Array {
	return Uint8Array.from([...field(1, 'double', double(wallTime)), ...bytes(3, encoder.encode('brain.Event:2'))]);
}

/** One scalar, rounded to float32. `step` is a non-negative safe integer, else RangeError. */
export function scalarEvent(wallTime: number, step: number, tag: string, value: number): Uint8Array {
	if (!Number.isSafeInteger(step) || step < 0) throw new RangeError(`A step is a non-negative integer, not ${step}.`);
	// A value of 0 is written: it is one of a choice of kinds, where 0 and absence differ.
	const scalar = [...bytes(1, encoder.encode(tag)), ...field(2, 'float', float(value))];
	return Uint8Array.from([
		...field(1, 'double', double(wallTime)),
		...(step === 0 ? [] : field(2, 'varint', varint(step))),
		...bytes(5, bytes(1, scalar))
	]);
}
