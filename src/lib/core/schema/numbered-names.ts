/**
 * Splits a list into runs: neighbours whose names differ only in a number that counts up by one (V1, V2, V3) stand in one
 * run where `alike` says so too. Anything else is a run of its own.
 */
export function numberedRuns<T extends { readonly name: string }>(
	items: readonly T[],
	alike: (before: T, item: T) => boolean = () => true
): (readonly [T, ...T[]])[] {
	const runs: [T, ...T[]][] = [];
	let open: { run: [T, ...T[]]; last: T; stem: string; next: number } | null = null;
	for (const item of items) {
		const numbered = /^(.*?)(\d+)$/.exec(item.name);
		const stem = numbered?.[1] ?? item.name;
		const number = numbered ? Number(numbered[2]) : Number.NaN;
		if (open && open.stem === stem && open.next === number && alike(open.last, item)) {
			open.run.push(item);
			open.last = item;
			open.next++;
		} else {
			open = { run: [item], last: item, stem, next: number + 1 };
			runs.push(open.run);
		}
	}
	return runs;
}

/** What to call a run: its one name, or “V1 – V28”. */
export function runTitle(run: readonly [{ readonly name: string }, ...{ readonly name: string }[]]): string {
	const [first] = run;
	const last = run[run.length - 1] ?? first;
	return first === last ? first.name : `${first.name} – ${last.name}`;
}
