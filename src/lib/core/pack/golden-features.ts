import type { CompiledPipeline } from '../features/pipeline';

/** What members consume of golden vectors, `[vectors × width]`, row-major: all through one session from empty profiles. */
export function goldenFeatures(
	pipeline: CompiledPipeline,
	raw: readonly (readonly (number | string)[])[]
): Float32Array<ArrayBuffer> {
	const session = pipeline.begin();
	const columns = pipeline.rawNames.map((_, c) => {
		const dictionary = session.dictionaries[c];
		return Float64Array.from(raw, ({ [c]: value }) => (dictionary ? dictionary.codeOf(String(value)) : Number(value)));
	});
	const features = new Float32Array(raw.length * pipeline.width);
	session.transform({ rows: raw.length, columns, labels: null }, features);
	return features;
}
