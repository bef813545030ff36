import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** The probabilities of a scored CSV without quotes, in its order. */
export async function probabilitiesIn(path: string): Promise<Float64Array> {
	const values: number[] = [];
	let at = -1;
	for await (const line of createInterface({ input: createReadStream(path) })) {
		const cells = line.split(',');
		if (at < 0) at = cells.indexOf('fraud_probability');
		else values.push(Number(cells[at] || NaN));
		if (at < 0) throw new Error(`${path} has no column fraud_probability.`);
	}
	return Float64Array.from(values);
}
