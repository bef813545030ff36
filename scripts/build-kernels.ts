import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import asc from 'assemblyscript/asc';

const kernels = new URL('../src/lib/kernels/', import.meta.url);

/** The kernels that are compiled: `assembly/NAME.as` becomes `NAME-wasm-module.ts`. */
export const kernelNames = ['mlp', 'trees', 'csv-scan', 'splice'] as const;
export type KernelName = (typeof kernelNames)[number];

/** Where a compiled kernel is committed, so that neither building nor running the app needs the compiler. */
export function moduleFile(name: KernelName): string {
	return fileURLToPath(new URL(`${name}-wasm-module.ts`, kernels));
}

/** The caller makes the memory, as large as its slabs and tables and no larger. */
const ourMemory = ['--importMemory', '--noExportMemory'];

/** Compiles a kernel and returns the text of the TypeScript file that holds it. Throws on a compile error. */
export async function compileModule(name: KernelName): Promise<string> {
	const source = await readFile(new URL(`assembly/${name}.as`, kernels), 'utf8');
	let wasm: Uint8Array | null = null;
	const { error, stderr } = await asc.main(
		[`${name}.ts`, '--outFile', 'kernel.wasm', '-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', ...ourMemory],
		{
			// The compiler only knows .ts; ours is called .as so that type checker and linter do not take it for TypeScript.
			readFile: (asked) => (asked === `${name}.ts` ? source : null),
			writeFile: (written, contents) => {
				if (written === 'kernel.wasm' && typeof contents !== 'string') wasm = contents;
			},
			listFiles: () => []
		}
	);
	if (error) throw new Error(`The kernel ${name} does not compile: ${stderr.toString()}`, { cause: error });
	if (wasm === null) throw new Error('The AssemblyScript compiler wrote no module.');
	const base64 = Buffer.from(wasm).toString('base64');
	return (
		`// Compiled from assembly/${name}.as by \`npx tsx scripts/build-kernels.ts\`; do not edit. Base64 in a script needs no fetch,\n` +
		'// so the kernel is there wherever the code is: in workers, offline, in Node.\n' +
		`export const ${name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}Module =\n\t'${base64}';\n`
	);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	for (const name of kernelNames) {
		await writeFile(moduleFile(name), await compileModule(name));
		process.stderr.write(`Wrote ${moduleFile(name)}\n`);
	}
}
