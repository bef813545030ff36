import { TwoPassScanner } from './csv-scan-numbers';
import type { NumberFields, RecordScanner } from './csv-scan-types';

const noNumbers: NumberFields = { columns: [], decimal: 0x2e };

/**
 * The fastest scanner that runs here, for records whose fields end with the byte `delimiter`; `numbers` says which of them
 * it reads.
 */
export function createScanner(delimiter: number, numbers: NumberFields = noNumbers): RecordScanner {
	return new TwoPassScanner(delimiter, numbers);
}
