/**
 * Solves `A x = b` for a symmetric positive definite matrix by Cholesky's decomposition, in place.
 *
 * @param a `[n × n]`, row-major, of which the lower triangle is read; overwritten by the factor
 * @param b `[n]`, overwritten by the solution and returned
 */
export function solvePositive(a: Float64Array, b: Float64Array): Float64Array {
	const n = b.length;
	for (let i = 0; i < n; i++) {
		for (let j = 0; j <= i; j++) {
			let sum = a[i * n + j];
			for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
			a[i * n + j] = i === j ? Math.sqrt(sum) : sum / a[j * n + j];
		}
	}
	for (let i = 0; i < n; i++) {
		for (let k = 0; k < i; k++) b[i] -= a[i * n + k] * b[k];
		b[i] /= a[i * n + i];
	}
	for (let i = n - 1; i >= 0; i--) {
		for (let k = i + 1; k < n; k++) b[i] -= a[k * n + i] * b[k];
		b[i] /= a[i * n + i];
	}
	return b;
}
