import { describe, expect, test } from 'vitest';
import { violation, zoneOf } from './support/house';
import { importsOf } from './support/imports';
import { readSources } from './support/sources';

const sources = readSources(['src', 'scripts', 'e2e']);

describe('the house', () => {
	test('every source lies in a folder of the design’s table', () => {
		expect(sources.filter(({ path }) => zoneOf(path) === null).map(({ path }) => path)).toEqual([]);
	});

	test('every arrow points down', { timeout: 60_000 }, () => {
		const broken = sources.flatMap(({ path, text }) =>
			importsOf(path, text).flatMap((arrow) => violation(path, arrow) ?? [])
		);
		expect(broken).toEqual([]);
	});

	test('files are small: one idea each', () => {
		const lengths = sources
			.filter(({ path }) => !/\.(test|spec)\.\w+$/.test(path))
			.map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
			.sort((a, b) => a.lines - b.lines);
		expect(lengths[Math.floor(lengths.length / 2)]?.lines).toBeLessThan(80);
		expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
	});
});

describe('the rule itself', () => {
	const check = (path: string, text: string): string[] =>
		importsOf(path, text).flatMap((arrow) => violation(path, arrow) ?? []);

	test.each([
		['src/lib/core/a.ts', "import { b } from '../csv/b';"],
		['src/lib/core/a.ts', "import type { B } from '../csv/b';"],
		['src/lib/core/a.ts', "export { b } from '../engine/b';"],
		['src/lib/core/a.ts', "const b = await import('../storage/b');"],
		['src/lib/core/a.ts', "type B = import('../storage/b').B;"],
		['src/lib/core/deep/a.ts', "import '../../kernels/b';"],
		['src/lib/core/a.ts', "import { readFile } from 'node:fs/promises';"],
		['src/lib/kernels/a.ts', "import { b } from '../core/b';"],
		['src/lib/csv/a.ts', "import * as tf from '@tensorflow/tfjs';"],
		['src/lib/engine/a.ts', "import Papa from 'papaparse';"],
		['src/lib/engine/a.ts', "new Worker(new URL('../app/worker.ts', import.meta.url));"],
		['src/lib/ui/A.svelte', "<script lang='ts'>import { b } from '$lib/state/b';</script><p>import</p>"],
		['src/lib/ui/A.svelte', "<script module>let a;</script>\n<script>import '../engine/b';</script>"],
		['src/lib/app/a.ts', "import { b } from '$lib/server/b';"],
		['src/routes/+page.svelte', "<script>import { b } from '$lib/core/b';</script>"],
		['scripts/a.ts', "import { b } from '../src/lib/state/b';"],
		['e2e/a.spec.ts', "import { b } from '../src/lib/core/b';"],
		['src/lib/core/a.test.ts', "import { b } from '../csv/b';"],
		['src/lib/utils/a.ts', "import { b } from './b';"],
		['src/lib/core/a.ts', "import { b } from '../../../bench/b';"]
	])('%s may not: %s', (path, text) => {
		expect(check(path, text)).toHaveLength(1);
	});

	test.each([
		['src/lib/ui/A.svelte', "<script lang='ts'>import type { B } from '../state/b';</script>"],
		['src/lib/ui/A.svelte', "<script lang='ts'>import { type B } from '$lib/state/b';</script>"],
		['src/lib/engine/a.ts', "import { b } from '../kernels/b'; import * as tf from '@tensorflow/tfjs';"],
		['src/lib/app/a.ts', "new Worker(new URL('../app/worker.ts', import.meta.url)); import('../engine/b');"],
		['src/lib/core/a.test.ts', "import { readFileSync } from 'node:fs'; import Papa from 'papaparse';"],
		['src/routes/+page.ts', "import type { PageLoad } from './$types';"],
		['scripts/a.ts', "import { b } from '../src/lib/server/b'; import 'node:fs';"]
	])('%s may: %s', (path, text) => {
		expect(check(path, text)).toEqual([]);
	});

	test('a new folder needs a row in the table', () => {
		expect(zoneOf('src/lib/helpers/a.ts')).toBeNull();
		expect(zoneOf('src/lib/loose.ts')).toBeNull();
		expect(zoneOf('src/other/a.ts')).toBeNull();
	});
});
