import { describe, expect, it } from 'vitest';
import { profiledSegmentBytes } from './profiled-segments';

describe('profiledSegmentBytes', () => {
	const most = 4 << 20;
	const bytesFor = (line: string): Promise<number> => profiledSegmentBytes(new Blob([line.repeat(Math.ceil(200_000 / line.length))]), most);

	it('holds the rows of one block, of whatever length they are', async () => {
		for (const width of [40, 100, 300]) {
			const rows = (await bytesFor(`${'x'.repeat(width - 1)}\n`)) / width;
			expect(rows).toBeGreaterThan(11_000);
			expect(rows).toBeLessThan(16_384);
		}
	});

	it('stays within what messages and memory allow', async () => {
		expect(await bytesFor('1,2\n')).toBe(1 << 18);
		expect(await bytesFor(`${'x'.repeat(2000)}\n`)).toBe(most);
		expect(await bytesFor('1,2\r')).toBe(most);
		expect(await profiledSegmentBytes(new Blob([]), most)).toBe(most);
	});
});
