/** A Markdown table; cells are taken as they are. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function list(items: readonly string[]): string {
	return items.map((item) => `- ${item}`).join('\n');
}

/** Four significant digits, more where they would make a certainty of what is none. */
export function short(value: number): string {
	let digits = 4;
	// As many nines as it takes: 0.99999 is not 1.
	while (digits < 6 && Math.abs(value) < 1 && Math.abs(Number(value.toPrecision(digits))) === 1) digits++;
	return String(Number(value.toPrecision(digits)));
}

export function percent(share: number): string {
	return `${short(share * 100)} %`;
}
