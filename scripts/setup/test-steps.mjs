import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './root.mjs';

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string[][]} commands run in order until one fails; each a program of node_modules and its arguments
 * @property {Record<string, string>} [env]
 */

/**
 * @param {string[]} command
 * @param {Step['env']} env
 * @returns {Promise<boolean>}
 */
function run([program = '', ...args], env) {
	return new Promise((resolve) => {
		const options = /** @type {const} */ ({ cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
		const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], {
			...options,
			env: { ...process.env, ...env }
		});
		child.on('error', () => resolve(false));
		child.on('close', (code) => resolve(code === 0));
	});
}

/**
 * Runs one step, its output visible, and says how it ended.
 * @param {Step} step
 */
export async function runStep({ name, commands, env }) {
	console.log(`\n── ${name}`);
	const start = performance.now();
	let ok = true;
	for (const command of commands) ok = ok && (await run(command, env));
	console.log(`── ${name} ${ok ? 'ok' : 'FAILED'} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
	return ok;
}
