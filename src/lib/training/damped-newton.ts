/**
 * Minimises a loss by Newton's method, each step halved until the loss falls; ends where no step lowers it any more.
 *
 * @param step inverse Hessian times gradient at a point
 */
export function dampedNewton(
	start: readonly number[],
	lossAt: (point: readonly number[]) => number,
	step: (point: readonly number[]) => ArrayLike<number>
): readonly number[] {
	let current = start;
	let loss = lossAt(current);
	for (let iteration = 0; iteration < 100; iteration++) {
		const away = step(current);
		let [next, size] = [current, 1];
		for (; size > 1e-6; size /= 2) {
			next = current.map((value, i) => value - size * away[i]);
			if (lossAt(next) < loss) break;
		}
		if (size <= 1e-6) break;
		current = next;
		loss = lossAt(current);
	}
	return current;
}
