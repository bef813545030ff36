import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../tests/support/imports';
import { bundle, declarationFile, declarations, sdkFile } from './build-sdk';

describe('the committed SDK', () => {
	it('is what its sources build to', async () => {
		expect(await readFile(sdkFile, 'utf8')).toBe(await bundle());
		expect(await readFile(declarationFile, 'utf8')).toBe(await declarations());
	});

	it('is smaller than 6 kB, as it is sent', async () => {
		const module = await readFile(sdkFile);
		for (const level of [6, 9]) expect(gzipSync(module, { level }).byteLength).toBeLessThan(6_144);
	});

	it('imports nothing', async () => {
		expect(importsOf('sdk.js', await readFile(sdkFile, 'utf8'))).toEqual([]);
		expect(importsOf('sdk.d.ts', await readFile(declarationFile, 'utf8'))).toEqual([]);
	});

	it('can be imported where there is no DOM, as on a portal’s server', async () => {
		const sdk: unknown = await import(/* @vite-ignore */ sdkFile);
		expect(Object.keys(Object(sdk)).sort()).toEqual(['ShrikeEmbedError', 'connect']);
	});
});

describe('its declarations', () => {
	const host = `
		import { connect, ShrikeEmbedError, type BatchResult, type Decision } from '${declarationFile.replace(/\.d\.ts$/, '.js')}';
		export async function use(iframe: HTMLIFrameElement): Promise<Decision> {
			const frame = await connect(iframe, { origin: 'https://shrike.example', signal: new AbortController().signal });
			frame.addEventListener('scored', ({ detail }) => detail.rows.toFixed());
			const all: BatchResult = await frame.score({ columns: { Amount: new Float64Array(3) } });
			document.querySelector('shrike-scorer')?.addEventListener('decision', ({ detail }) => detail.flagged.toFixed());
			if (all.rejected > 0) throw new ShrikeEmbedError('portal.rejected', 'Some rows.');
			return (await frame.score({ Amount: 1 })).decision;
		}`;

	/** TypeScript's own declarations are large: read once. */
	const parsed = new Map<string, ts.SourceFile | undefined>();

	function complaints(text: string): string[] {
		const options: ts.CompilerOptions = {
			strict: true,
			noEmit: true,
			types: [],
			target: ts.ScriptTarget.ES2022,
			lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
			module: ts.ModuleKind.ESNext,
			moduleResolution: ts.ModuleResolutionKind.Bundler
		};
		const name = declarationFile.replace('shrike-embed.d.ts', 'host.ts');
		const compiler = ts.createCompilerHost(options);
		const read = compiler.getSourceFile.bind(compiler);
		compiler.getSourceFile = (asked, target) => {
			if (asked === name) return ts.createSourceFile(asked, text, target);
			if (!parsed.has(asked)) parsed.set(asked, read(asked, target));
			return parsed.get(asked);
		};
		const program = ts.createProgram([name, declarationFile], options, compiler);
		return [name, declarationFile].flatMap((file) => {
			const source = program.getSourceFile(file);
			const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
			return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
		});
	}

	it('stand alone, and let a host use the SDK in strict TypeScript', () => {
		expect(complaints(host)).toEqual([]);
	});

	it('know what a host may not do', () => {
		const wrong = host.replace("{ origin: 'https://shrike.example', ", '{ ').replace("'decision', ", "'decided', ");
		expect(complaints(wrong)).toHaveLength(2);
	});
});
