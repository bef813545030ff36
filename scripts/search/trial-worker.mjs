// A thread that runs trials. TypeScript is understood in here only once this has been asked for.
import { runTypeScript } from '../setup/run-ts.mjs';

await runTypeScript('scripts/search/trial-worker.ts');
