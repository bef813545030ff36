import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compileMlpModule, mlpModuleFile } from './build-kernels';

it('has committed the module that the source compiles to', async () => {
	expect(await readFile(mlpModuleFile, 'utf8')).toBe(await compileMlpModule());
});
