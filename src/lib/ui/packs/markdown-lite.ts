export type Inline =
	| { readonly kind: 'text' | 'strong' | 'code'; readonly text: string }
	| { readonly kind: 'link'; readonly text: string; readonly href: string };

export type Block =
	| { readonly kind: 'heading'; readonly level: 2 | 3 | 4; readonly content: readonly Inline[] }
	| { readonly kind: 'paragraph'; readonly content: readonly Inline[] }
	| { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
	| { readonly kind: 'code'; readonly text: string }
	| { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] };
type Cell = readonly Inline[];

/**
 * The part of Markdown that model cards use: headings, paragraphs, flat lists, tables, fenced code, strong, code and https
 * links. A pack may come from a stranger, so the result is data that is drawn as text; HTML in it stays text.
 */
export function parseMarkdown(source: string): readonly Block[] {
	const lines = source.replace(/\r\n?/g, '\n').split('\n');
	const blocks: Block[] = [];
	let i = 0;
	const takeWhile = (test: (line: string) => boolean) => {
		const taken: string[] = [];
		for (let line = lines[i]; line !== undefined && test(line); line = lines[i]) {
			taken.push(line);
			i += 1;
		}
		return taken;
	};
	for (let line = lines[i]; line !== undefined; line = lines[i]) {
		const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
		if (line.trim() === '') i += 1;
		else if (heading) {
			// The drawer has the title already, so the card's own first level is the second.
			const level = Math.min(4, (heading[1]?.length ?? 1) + 1);
			blocks.push({ kind: 'heading', level: level === 2 ? 2 : level === 3 ? 3 : 4, content: parseInline(heading[2] ?? '') });
			i += 1;
		} else if (line.startsWith('```')) {
			i += 1;
			blocks.push({ kind: 'code', text: takeWhile((l) => !l.startsWith('```')).join('\n') });
			i += 1;
		} else if (isTable(line, lines[i + 1])) {
			const [head = '', , ...rows] = takeWhile((l) => l.trim().startsWith('|'));
			blocks.push({ kind: 'table', head: tableCells(head), rows: rows.map(tableCells) });
		} else if (listItem.test(line)) {
			const ordered = /^\s*\d/.test(line);
			blocks.push({ kind: 'list', ordered, items: listItems(takeWhile((l) => listItem.test(l) || /^\s+\S/.test(l))) });
		} else {
			// The first line is taken whatever it begins with: a lone bar is a paragraph.
			i += 1;
			const taken = [line, ...takeWhile((l) => l.trim() !== '' && !startsBlock(l))];
			blocks.push({ kind: 'paragraph', content: parseInline(taken.map((l) => l.trim()).join(' ')) });
		}
	}
	return blocks;
}

const listItem = /^\s*(?:[-*+]|\d+[.)])\s+/;

function startsBlock(line: string): boolean {
	return /^(#{1,6}\s|```|\|)/.test(line) || listItem.test(line);
}

function isTable(line: string, next: string | undefined): boolean {
	return line.trim().startsWith('|') && /^\s*\|[\s:|-]+\|?\s*$/.test(next ?? '');
}

function tableCells(line: string): Inline[][] {
	return line
		.trim()
		.replace(/^\||\|$/g, '')
		.split('|')
		.map((cell) => parseInline(cell.trim()));
}

function listItems(lines: readonly string[]): Inline[][] {
	const items: string[] = [];
	for (const line of lines) {
		if (listItem.test(line)) items.push(line.replace(listItem, ''));
		else items.push(`${items.pop() ?? ''} ${line.trim()}`);
	}
	return items.map(parseInline);
}

function parseInline(text: string): Inline[] {
	const pattern = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\((https:\/\/[^\s)]+)\)/g;
	const parts: Inline[] = [];
	let last = 0;
	for (const match of text.matchAll(pattern)) {
		if (match.index > last) parts.push({ kind: 'text', text: text.slice(last, match.index) });
		const [whole, code, strong, label, href] = match;
		if (code !== undefined) parts.push({ kind: 'code', text: code });
		else if (strong !== undefined) parts.push({ kind: 'strong', text: strong });
		else if (label !== undefined && href !== undefined) parts.push({ kind: 'link', text: label, href });
		last = match.index + whole.length;
	}
	if (last < text.length) parts.push({ kind: 'text', text: text.slice(last) });
	return parts;
}
