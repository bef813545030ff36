// npm run bench: the program of bench/run.ts, after a build where the sources have changed since the last one.
import process from 'node:process';
import { checkNode } from './setup/check-node.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { ensureBuilt } from './setup/build.mjs';
import { root } from './setup/root.mjs';

checkNode();
process.chdir(root);
ensureInstalled({ output: 'stderr' });
if (!process.env.BENCH_BUILD && !process.argv.includes('--help')) ensureBuilt();

const { runTypeScript } = await import('./setup/run-ts.mjs');
await runTypeScript('bench/run.ts');
