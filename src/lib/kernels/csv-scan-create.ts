import { TwoPassScanner } from './csv-scan-numbers';
import type { NumberFields, RecordScanner } from './csv-scan-types';
import { WasmCsvScanner } from './csv-scan-wasm';

const noNumbers: NumberFields = { columns: [], decimal: 0x2e };

/**
 * The fastest scanner that runs here, for records whose fields end with the byte `delimiter`; `numbers` says which of them
 * it reads. WebAssembly where there is any with SIMD, else TypeScript.
 */
export function createScanner(delimiter: number, numbers: NumberFields = noNumbers): RecordScanner {
	if (canEndNumbers(delimiter)) {
		try {
			return new WasmCsvScanner(delimiter, numbers);
		} catch {
			// No WebAssembly, no SIMD in it, a content security policy against it, no memory for one more: all as slow, all as right.
		}
	}
	return new TwoPassScanner(delimiter, numbers);
}

/** Whether a byte is none that a number, a quoted field or a line ending is made of: the kernel takes it for the end of one. */
function canEndNumbers(delimiter: number): boolean {
	return delimiter < 0x80 && !/[0-9+\-.eE"\r\n]/.test(String.fromCharCode(delimiter));
}
