import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures/test';
import { generated } from './fixtures/generated';
import { shrike } from './fixtures/shrike';
import { PackChoice } from './pages/pack-choice';

// Files that are long enough to be shared out over workers, held byte for byte against the command line, which reads them
// from front to back.

/** A column of texts with line ends, delimiters and quotes, so that parts of a file begin within them. */
function withNotes(csv: Buffer): Buffer {
	const notes = ['"a\nb\nc,\n1,2,3"', '"x ""quoted""\r\n\r\n"', 'plain', '"\n\n\n"'];
	const lines = csv.toString().trimEnd().split('\n');
	return Buffer.from(lines.map((line, i) => `${line},${i === 0 ? 'note' : notes[i % notes.length]}\n`).join(''));
}

async function byCommandLine(pack: string, input: string, folder: string): Promise<Buffer> {
	const output = join(folder, 'out.csv');
	await shrike('score', input, '--pack', pack, '--backend', 'wasm', '--out', output, '--key', join(folder, 'key'));
	return readFile(output);
}

/** Addresses of the workers that a page begins from now on. */
function workersOf(page: Page): string[] {
	const addresses: string[] = [];
	page.on('worker', (worker) => addresses.push(worker.url()));
	return addresses;
}

test('a file shared out over workers is scored as the command line does, quoted line ends and all', async ({ score, page, folder }) => {
	test.setTimeout(120_000);
	const workers = workersOf(page);
	const path = join(folder, 'notes.csv');
	await writeFile(path, withNotes(await generated({ rows: 20_000, seed: 5 })));
	await score.open('?backend=wasm');
	await score.choose(path);
	await score.run();
	await expect(score.result.stat('Scored')).toHaveText('20,000');
	const scored = await score.result.download();
	expect(scored.equals(await byCommandLine('ulb-mlp', path, folder))).toBe(true);
	expect(workers.filter((address) => address.includes('segment.worker')).length).toBeGreaterThan(0);
});

test('rows shared out over workers pass through profiles in their order', async ({ score, page, folder }) => {
	test.setTimeout(120_000);
	const path = join(folder, 'cards.csv');
	await writeFile(path, await shrike('generate', 'sparkov', '--rows', '30000', '--seed', '9'));
	await score.open('?backend=wasm');
	await score.choose(path);
	await expect(new PackChoice(page).recognised('Card purchases with profiles (Sparkov)')).toBeVisible({ timeout: 45_000 });
	await score.run();
	await expect(score.result.stat('Scored')).toHaveText('30,000');
	const scored = await score.result.download();
	expect(scored.equals(await byCommandLine('sparkov', path, folder))).toBe(true);
});
