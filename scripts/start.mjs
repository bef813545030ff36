// npm start: from a bare clone to the app's address. Nothing from node_modules is imported before it is there.
import process from 'node:process';
import { checkNode } from './setup/check-node.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { openBrowser } from './setup/open-browser.mjs';
import { root } from './setup/root.mjs';
import { startArguments, startHelp } from './setup/start-arguments.mjs';

checkNode();
const called = startArguments(process.argv.slice(2));
if ('problem' in called) {
	console.error(called.problem);
	process.exit(2);
}
if (called.help) {
	process.stdout.write(startHelp);
	process.exit(0);
}

process.chdir(root);
ensureInstalled();
ensureBuilt();

// The server takes a folder as its argument.
process.argv.splice(2);
const { runTypeScript } = await import('./setup/run-ts.mjs');
try {
	const server = /** @type {{ address: string }} */ (await runTypeScript('src/lib/server/main.ts'));
	if (called.open) openBrowser(server.address);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
}
