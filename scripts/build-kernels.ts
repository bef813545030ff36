import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const kernels = new URL('../src/lib/kernels/', import.meta.url);
/** Where the compiled kernel is committed, so that neither building nor running the app needs the compiler. */
export const mlpModuleFile = fileURLToPath(new URL('mlp-wasm-module.ts', kernels));

/** The caller makes the memory, as large as its slabs and weights and no larger. */
const ourMemory = ['--importMemory', '--noExportMemory'];

/** Compiles `kernels/assembly/mlp.as` and returns the text of the TypeScript file that holds it. Throws on a compile error. */
export async function compileMlpModule(): Promise<string> {
	const source = await readFile(new URL('assembly/mlp.as', kernels), 'utf8');
	let wasm: Uint8Array | null = null;
	const { error, stderr } = await asc.main(
		['mlp.ts', '--outFile', 'mlp.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', ...ourMemory],
		{
			// The compiler only knows .ts; ours is called .as so that type checker and linter do not take it for TypeScript.
			readFile: (name) => (name === 'mlp.ts' ? source : null),
			writeFile: (name, contents) => {
				if (name === 'mlp.wasm' && typeof contents !== 'string') wasm = contents;
			},
			listFiles: () => []
		}
	);
	if (error) throw new Error(`The kernel does not compile: ${stderr.toString()}`, { cause: error });
	if (wasm === null) throw new Error('The AssemblyScript compiler wrote no module.');
	const base64 = Buffer.from(wasm).toString('base64');
	return (
		'// Compiled from assembly/mlp.as by `npx tsx scripts/build-kernels.ts`; do not edit. Base64 in a script needs no fetch,\n' +
		'// so the kernel is there wherever the code is: in workers, offline, in Node.\n' +
		`export const mlpModule =\n\t'${base64}';\n`
	);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	await writeFile(mlpModuleFile, await compileMlpModule());
	process.stderr.write(`Wrote ${mlpModuleFile}\n`);
}
