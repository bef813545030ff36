import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { compileModule, kernelNames, moduleFile } from './build-kernels';

it.each(kernelNames)('has committed the module that the source of %s compiles to', async (name) => {
	expect(await readFile(moduleFile(name), 'utf8')).toBe(await compileModule(name));
}, 60_000);
