// npm run shrike: the command of scripts/shrike.ts, unbuilt. Stdout belongs to it alone, so npm speaks on stderr.
import { checkNode } from './setup/check-node.mjs';
import { ensureInstalled } from './setup/install.mjs';

checkNode();
ensureInstalled({ output: 'stderr' });

const { runTypeScript } = await import('./setup/run-ts.mjs');
await runTypeScript('scripts/shrike.ts');
