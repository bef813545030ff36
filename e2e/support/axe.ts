import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with a readable list when axe finds anything on the page as it is now, or on the part of it that a selector names. */
export async function expectNoAxeViolations(page: Page, part?: string): Promise<void> {
	const builder = new AxeBuilder({ page }).withTags(standards);
	const { violations } = await (part === undefined ? builder : builder.include(part)).analyze();
	const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`);
	expect(found).toEqual([]);
}
