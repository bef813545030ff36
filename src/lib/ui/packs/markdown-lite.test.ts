import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from './markdown-lite';

const text = (value: string) => [{ kind: 'text', text: value }];

describe('parseMarkdown', () => {
	it('reads what model cards are made of', () => {
		const card = [
			'# ULB network',
			'',
			'A small **network** on',
			'`Time` and [data](https://example.org/a).',
			'## Limits',
			'- one',
			'  goes on',
			'- two',
			'',
			'1. first',
			'',
			'| split | rows |',
			'|---|---:|',
			'| train | 12 |',
			'',
			'```',
			'# not a heading',
			'```'
		].join('\n');
		expect(parseMarkdown(card)).toEqual([
			{ kind: 'heading', level: 2, content: text('ULB network') },
			{
				kind: 'paragraph',
				content: [
					{ kind: 'text', text: 'A small ' },
					{ kind: 'strong', text: 'network' },
					{ kind: 'text', text: ' on ' },
					{ kind: 'code', text: 'Time' },
					{ kind: 'text', text: ' and ' },
					{ kind: 'link', text: 'data', href: 'https://example.org/a' },
					{ kind: 'text', text: '.' }
				]
			},
			{ kind: 'heading', level: 3, content: text('Limits') },
			{ kind: 'list', ordered: false, items: [text('one goes on'), text('two')] },
			{ kind: 'list', ordered: true, items: [text('first')] },
			{ kind: 'table', head: [text('split'), text('rows')], rows: [[text('train'), text('12')]] },
			{ kind: 'code', text: '# not a heading' }
		]);
	});

	it('leaves HTML and other schemes as text', () => {
		expect(parseMarkdown('<script>x</script> [a](javascript:x)')).toEqual([
			{ kind: 'paragraph', content: text('<script>x</script> [a](javascript:x)') }
		]);
	});

	it('ends on any text', () => {
		const line = fc.constantFrom('| a', '|--|', '```', '# ', '- ', ' x', '', '1) y', '**', '#', 'text');
		fc.assert(
			fc.property(fc.array(line), (lines) => {
				expect(Array.isArray(parseMarkdown(lines.join('\n')))).toBe(true);
			})
		);
	});
});
