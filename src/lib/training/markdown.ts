/** A Markdown table; cells are taken as they are. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function list(items: readonly string[]): string {
	return items.map((item) => `- ${item}`).join('\n');
}

/** Four significant digits. */
export function short(value: number): string {
	return String(Number(value.toPrecision(4)));
}

export function percent(share: number): string {
	return `${short(share * 100)} %`;
}
