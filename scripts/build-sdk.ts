import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { build } from 'vite';

const sources = new URL('../src/lib/sdk/', import.meta.url);
const outputs = new URL('../static/sdk/', import.meta.url);

/** Where the built SDK is committed, so that a copy of the sources, or of the built app, can be embedded as it is. */
export const sdkFile = fileURLToPath(new URL('shrike-embed.js', outputs));
export const declarationFile = fileURLToPath(new URL('shrike-embed.d.ts', outputs));

const banner = '/*! Shrike embed SDK, MIT licence. Built from src/lib/sdk by `npx tsx scripts/build-sdk.ts`; do not edit. */';

/** What a host page can name, in the order of the declarations. */
const publicSources = ['types.ts', 'errors.ts', 'connect.ts'] as const;

/** Bundles the SDK into the text of one minified ES module that imports nothing. Throws on a build error. */
export async function bundle(): Promise<string> {
	const built = await build({
		configFile: false,
		logLevel: 'error',
		publicDir: false,
		build: {
			write: false,
			target: 'es2022',
			rolldownOptions: {
				input: fileURLToPath(new URL('index.ts', sources)),
				preserveEntrySignatures: 'strict',
				output: { format: 'es', minify: true, codeSplitting: false }
			}
		}
	});
	const chunks = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
	const [chunk] = chunks;
	if (chunk?.type !== 'chunk' || chunks.length > 1) throw new Error('The SDK must be one module.');
	return `${banner}\n${chunk.code.trim()}\n`;
}

/** The SDK's declarations as the text of one file that imports nothing. Throws where a source needs more than itself. */
export async function declarations(): Promise<string> {
	const texts = await Promise.all(publicSources.map((name) => readFile(new URL(name, sources), 'utf8')));
	const parts = texts.map((text, i) => declarationOf(publicSources[i] ?? '', text));
	return `${banner}\n${parts.join('\n')}`;
}

function declarationOf(name: string, text: string): string {
	const compilerOptions = { target: ts.ScriptTarget.ES2022, stripInternal: true, strict: true, newLine: ts.NewLineKind.LineFeed };
	const { outputText, diagnostics = [] } = ts.transpileDeclaration(text, { fileName: name, reportDiagnostics: true, compilerOptions });
	const [first] = diagnostics;
	if (first) throw new Error(`${name}: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`);
	// They are one file: what one imports of another is there.
	return outputText.replace(/^(import [^;]*|export \{\});\n/gm, '').trimEnd() + '\n';
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
	await mkdir(outputs, { recursive: true });
	await writeFile(sdkFile, await bundle());
	await writeFile(declarationFile, await declarations());
	process.stderr.write(`Wrote ${sdkFile}\nWrote ${declarationFile}\n`);
}
