// npm run shrike: the command of scripts/shrike.ts, unbuilt. Stdout belongs to it alone, so npm speaks on stderr.
import process from 'node:process';
import { checkNode } from './setup/check-node.mjs';
import { ensureInstalled } from './setup/install.mjs';

checkNode();
ensureInstalled({ output: 'stderr' });

// npm changes to the project's folder; the paths that were typed are those of the folder it was called in.
if (process.env.npm_lifecycle_event === 'shrike' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);

const { runTypeScript } = await import('./setup/run-ts.mjs');
await runTypeScript('scripts/shrike.ts');
