import { fetchBytes, readPack } from '../../src/lib/engine/read-pack';
import type { Pack } from '../../src/lib/core/pack/load';
import type { PackSource } from '../../src/lib/engine/types';

/** A pack of the project, as the page's own server has it. */
export const packSource = (name: string): PackSource => ({
	label: name,
	sha256: null,
	location: { kind: 'url', base: new URL(`/model/${name}/`, location.href).href }
});

export const readPackNamed = (name: string): Promise<Pack> => readPack(packSource(name), fetchBytes);
