import { spawn } from 'node:child_process';
import process from 'node:process';

/** Whether a person sits in front of a desktop here. */
function hasDesktop() {
	if (process.env.CI || !process.stdout.isTTY) return false;
	if (process.platform === 'darwin' || process.platform === 'win32') return true;
	return Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @param {string} address @returns {[string, string[]]} */
function opener(address) {
	if (process.platform === 'darwin') return ['open', [address]];
	if (process.platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', address]];
	return ['xdg-open', [address]];
}

/**
 * Opens the address in the user's browser, on a desktop only. A failure is silent: the address is on the screen.
 * @param {string} address
 */
export function openBrowser(address) {
	if (!hasDesktop()) return;
	const [command, args] = opener(address);
	const child = spawn(command, args, { stdio: 'ignore', detached: true });
	child.on('error', () => undefined);
	child.unref();
}
