import { posix } from 'node:path';
import type { Import } from './imports';

const everythingInLib = ['app', 'core', 'csv', 'embed', 'engine', 'kernels', 'sdk', 'server', 'state', 'storage', 'sync', 'tracking', 'training', 'ui'];
const but = (...left: string[]): string[] => everythingInLib.filter((zone) => !left.includes(zone));

/** The design's table: which folder may import which others. Every folder may import itself. */
const arrows: Readonly<Record<string, readonly string[]>> = {
	routes: ['app', 'ui', 'state'],
	'service-worker': ['app', 'core'],
	scripts: but('ui', 'state', 'app'),
	app: but('server', 'sdk'),
	ui: ['core'],
	state: ['core', 'csv', 'embed', 'engine', 'training', 'storage', 'sync'],
	server: ['core', 'csv', 'engine', 'training', 'tracking'],
	sync: ['core', 'storage'],
	// The frame's side of an embedding, and the host page's. The latter runs in others' pages: a few kB, no packages.
	embed: ['core'],
	sdk: ['core'],
	training: ['core', 'csv', 'engine'],
	tracking: ['core'],
	engine: ['core', 'csv', 'kernels'],
	storage: ['core'],
	csv: ['core', 'kernels'],
	kernels: [],
	core: [],
	// The build's own commands, to deploy versions of the app; nothing of the app itself.
	e2e: ['scripts']
};

/** Of these, types may be imported as well. */
const typeArrows: Readonly<Record<string, readonly string[]>> = { ui: ['state'], e2e: ['sdk'] };

/** Packages that only some folders may know, each by the beginning of its name. */
const packages: Readonly<Record<string, readonly string[]>> = {
	'@tensorflow/': ['engine', 'training'],
	pako: ['csv'],
	papaparse: ['csv', 'e2e'],
	dexie: ['storage'],
	// Through core/zod.ts, which keeps it from probing for eval.
	zod: ['core', 'scripts'],
	'@noble/': ['core'],
	yaml: ['scripts'],
	'chart.js': ['ui'],
	'bits-ui': ['ui'],
	hono: ['server'],
	'@hono/': ['server'],
	'workbox-': ['app', 'service-worker'],
	'node:': ['server', 'scripts', 'e2e'],
	$app: ['routes', 'app', 'ui', 'state'],
	$env: ['routes', 'app']
};

/** The row of the table that a file (relative to the project's folder) belongs to; null when there is none. */
export function zoneOf(path: string): string | null {
	const [top = '', second = '', third = ''] = path.split('/');
	if (top === 'scripts' || top === 'e2e') return top;
	if (top !== 'src') return null;
	if (second === 'routes') return second;
	if (/^service-worker\.\w+$/.test(second)) return 'service-worker';
	return second === 'lib' && path.split('/').length > 3 && third in arrows ? third : null;
}

function targetPath(from: string, specifier: string): string | null {
	if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
	return /^\$lib(\/|$)/.test(specifier) ? specifier.replace('$lib', 'src/lib') : null;
}

function isAllowedPackage(zone: string, name: string): boolean {
	const rule = Object.entries(packages).find(([prefix]) => name.startsWith(prefix));
	return !rule || rule[1].includes(zone);
}

/**
 * What one import breaks, in words; null when it is allowed. Unit tests may use any package and what lies in tests/, but
 * no other folder.
 */
export function violation(from: string, { specifier, typeOnly }: Import): string | null {
	const zone = zoneOf(from);
	if (zone === null) return `${from} is in no folder of the house`;
	const path = targetPath(from, specifier);
	const isTest = /\.(test|spec)\.\w+$/.test(from);
	if (path === null) {
		const allowed = isTest || typeOnly || isAllowedPackage(zone, specifier);
		return allowed ? null : `${from}: ${zone} must not know ${specifier}`;
	}
	if (isTest && path.startsWith('tests/')) return null;
	const target = zoneOf(path);
	if (target === zone || (zone === 'routes' && path.includes('/$types'))) return null;
	if (target === null) return `${from} imports ${specifier}, which is in no folder of the house`;
	const allowed = [...(arrows[zone] ?? []), ...(typeOnly ? (typeArrows[zone] ?? []) : [])];
	return allowed.includes(target) ? null : `${from}: ${zone} must not import ${target} (${specifier})`;
}
