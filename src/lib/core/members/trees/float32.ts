import { zeroBound } from './ensemble';

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

/** The smallest float32 above a float32 (IEEE 754 `nextUp`); the same for +∞ and NaN. */
export function nextUp32(x: number): number {
	if (Number.isNaN(x) || x === Infinity) return x;
	float[0] = x === 0 ? 0 : x;
	bits[0] += bits[0] >= 0 ? 1 : -1;
	return float[0];
}

/** The largest float32 below a float32. */
export function nextDown32(x: number): number {
	return -nextUp32(-x);
}

/** The largest float32 that is not above x. */
export function floor32(x: number): number {
	const near = Math.fround(x);
	return near > x ? nextDown32(near) : near;
}

/**
 * LightGBM's test of a float32 feature, `x <= threshold` after tiny values became zero, as XGBoost's: the float32 s for
 * which `x < s` says the same of every float32 x.
 */
export function strictThreshold(threshold: number): number {
	if (threshold >= 0 && threshold < zeroBound) return nextUp32(zeroBound);
	if (threshold < 0 && threshold >= -zeroBound) return -zeroBound;
	return nextUp32(floor32(threshold));
}
