import ts from 'typescript';

/** One arrow out of a source file. */
export interface Import {
	readonly specifier: string;
	/** Only types are taken: nothing of it is left at run time. */
	readonly typeOnly: boolean;
}

const scriptBlock = /<script[^>]*>([\s\S]*?)<\/script>/g;

function textOf(node: ts.Node | undefined): string | null {
	return node && ts.isStringLiteralLike(node) ? node.text : null;
}

/** `import a, { type b } from 'c'`: whether nothing but types is taken. */
function takesTypesOnly(clause: ts.ImportClause | undefined): boolean {
	if (!clause) return false;
	if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
	const bindings = clause.namedBindings;
	if (clause.name || !bindings || !ts.isNamedImports(bindings)) return false;
	return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

/** `new URL('./worker.ts', import.meta.url)`: how Vite is told of a worker or an asset. */
function urlTarget(node: ts.NewExpression): string | null {
	const [target, base] = node.arguments ?? [];
	const isModuleUrl = node.expression.getText() === 'URL' && base?.getText() === 'import.meta.url';
	const path = isModuleUrl ? textOf(target) : null;
	return path && /\.(ts|js|mjs)$/.test(path) ? path : null;
}

function importOf(node: ts.Node): Import | null {
	const arrow = (specifier: string | null, typeOnly: boolean): Import | null =>
		specifier === null ? null : { specifier, typeOnly };
	if (ts.isImportDeclaration(node)) return arrow(textOf(node.moduleSpecifier), takesTypesOnly(node.importClause));
	if (ts.isExportDeclaration(node)) return arrow(textOf(node.moduleSpecifier), node.isTypeOnly);
	if (ts.isImportTypeNode(node)) {
		return arrow(ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : null, true);
	}
	if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
		return arrow(textOf(node.arguments[0]), false);
	}
	return ts.isNewExpression(node) ? arrow(urlTarget(node), false) : null;
}

/** Every import of a TypeScript, JavaScript or Svelte source, static or dynamic, of values or types. */
export function importsOf(fileName: string, text: string): Import[] {
	const isSvelte = fileName.endsWith('.svelte');
	const code = isSvelte ? [...text.matchAll(scriptBlock)].map((match) => match[1]).join('\n;\n') : text;
	const source = ts.createSourceFile(isSvelte ? `${fileName}.ts` : fileName, code, ts.ScriptTarget.Latest, true);
	const found: Import[] = [];
	const visit = (node: ts.Node): void => {
		const one = importOf(node);
		if (one) found.push(one);
		ts.forEachChild(node, visit);
	};
	visit(source);
	return found;
}
