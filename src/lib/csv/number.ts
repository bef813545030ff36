export { parseNumberText } from '../core/number/parse-number-text';
export { parseNumberBytes } from '../kernels/number-parse';

/** The byte of a decimal mark, as `parseNumberBytes` wants it. */
export function decimalByte(decimal: '.' | ','): number {
	return decimal === '.' ? 0x2e : 0x2c;
}
