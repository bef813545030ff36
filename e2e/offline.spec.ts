import type { Page } from '@playwright/test';
import { choose, figure, goTo, modelReady, resultShown, runOf, score, scoringWorker, startButton } from './support/scoring';
import { serveSite } from './support/site';
import { expect, test } from './support/test';
import { transactions } from './support/transactions';

const day = transactions('day.csv', 700);

/** Which directive keeps a worker of the page from a plain http address; a request without a policy would just fail. */
async function refusedInWorker(page: Page): Promise<string> {
	const worker = await scoringWorker(page);
	return worker.evaluate(
		() =>
			new Promise<string>((resolve) => {
				addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
				fetch('http://192.0.2.1/').catch(() => undefined);
			})
	);
}

async function scoreExample(page: Page): Promise<void> {
	await goTo(page, 'Single');
	await page.getByRole('button', { name: 'Fill an example' }).click();
	await expect(page.getByLabel('Transaction', { exact: true })).not.toHaveValue('');
	await page.getByRole('button', { name: 'Score', exact: true }).click();
}

test('after one visit the app opens, scores and logs without server and network, restart after restart', async ({
	network,
	profile
}) => {
	const site = await serveSite('build');
	const visit = await profile.open({ args: network.args });
	const first = await visit.newPage();
	const online = await first.goto(site.origin);
	await modelReady(first);
	await first.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
	await visit.close();
	await site.stop();
	network.unplug();

	const again = await profile.open({ args: network.args });
	await again.setOffline(true);
	const page = await again.newPage();
	const offline = await page.goto(site.origin);
	expect(offline?.fromServiceWorker()).toBe(true);
	expect(offline?.headers()['content-security-policy']).toBe(online?.headers()['content-security-policy']);
	await modelReady(page);
	await expect(page.getByText('Offline')).toBeVisible();
	expect(await refusedInWorker(page)).toBe('connect-src');
	await score(page, day);
	await expect(figure(page, 'Scored')).toHaveText('700');
	await scoreExample(page);
	await expect(page.getByText('Fraud probability').first()).toBeVisible();
	await again.close();

	const later = await profile.open({ args: network.args });
	await later.setOffline(true);
	const history = await later.newPage();
	await history.goto(`${site.origin}/history`);
	await expect(runOf(history, 'day.csv')).toContainText('Done');
	await expect(history.getByRole('tab', { name: /Single predictions/ })).toContainText('1');
	await runOf(history, 'day.csv').getByRole('link', { name: 'day.csv', exact: true }).click();
	await resultShown(history);
	const packs = await later.newPage();
	await packs.goto(`${site.origin}/packs`);
	await expect(packs.getByRole('list', { name: 'Model packs' }).getByRole('listitem')).toContainText(['In use']);
	await goTo(packs, 'Score');
	await choose(packs, day);
	await expect(startButton(packs)).toBeEnabled();
});
