// npm start: from a bare clone to the app's address. Nothing from node_modules is imported before it is there.
import process from 'node:process';
import { checkNode } from './setup/check-node.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { openBrowser } from './setup/open-browser.mjs';
import { root } from './setup/root.mjs';

checkNode();
process.chdir(root);
ensureInstalled();
ensureBuilt();

const open = !process.argv.includes('--no-open');
process.argv.splice(2);
const { runTypeScript } = await import('./setup/run-ts.mjs');
try {
	const server = /** @type {{ address: string }} */ (await runTypeScript('src/lib/server/main.ts'));
	if (open) openBrowser(server.address);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
}
