import { z } from '../zod';
import { ShrikeError } from '../errors';
import { compilePipeline } from '../features/pipeline';
import type { CompiledPipeline } from '../features/pipeline';
import type { Model } from '../members/model';
import type { TreeEnsemble } from '../members/trees/ensemble';
import { parseTrees } from '../members/trees/serialise';
import { reference as referenceSchema } from '../sketch/reference';
import type { Reference } from '../sketch/reference';
import { sha256Hex } from './digest';
import { evaluation as evaluationSchema } from './evaluation';
import type { Evaluation } from './evaluation';
import { neededFormat } from './format-version';
import { invalidPack } from './invalid';
import { loadModel } from './load-model';
import { golden as goldenSchema, manifest as manifestSchema } from './manifest';
import type { Golden, Manifest } from './manifest';

/** A pack whose every byte was verified, ready to score. */
export interface Pack {
	/** SHA-256 of `manifest.json`: the pack's address. */
	readonly sha256: string;
	readonly manifest: Manifest;
	readonly pipeline: CompiledPipeline;
	readonly model: Model;
	readonly golden: Golden;
	readonly reference: Reference | null;
	readonly evaluation: Evaluation | null;
	/** The model card, Markdown. */
	readonly card: string | null;
}

export type ReadFile = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

const knownFormatVersion = 3;
const versioned = z.looseObject({ format: z.literal('shrike-pack'), formatVersion: z.number() });

/**
 * Loads a pack: the manifest first, then every file that it names, each verified by its SHA-256.
 *
 * @param read bytes of a file of the pack; its rejections pass through
 * @param expectedSha256 of the manifest, or null to accept any
 * @throws `pack.digest-mismatch` naming the file, `pack.unsupported-format` for a newer format, `pack.unsupported-model`,
 * `pack.invalid` for everything else that is wrong
 */
export async function loadPack(read: ReadFile, expectedSha256: string | null): Promise<Pack> {
	const manifestBytes = await read('manifest.json');
	const sha256 = await sha256Hex(manifestBytes);
	if (expectedSha256 !== null && sha256 !== expectedSha256) throw mismatch('manifest.json', expectedSha256, sha256);
	const manifest = parseManifest(jsonOf('manifest.json', manifestBytes));

	const files = new Map<string, Uint8Array<ArrayBuffer>>();
	await Promise.all(
		Object.entries(manifest.files).map(async ([name, expected]) => {
			const bytes = await read(name);
			const actual = await sha256Hex(bytes);
			if (actual !== expected.sha256) throw mismatch(name, expected.sha256, actual);
			files.set(name, bytes);
		})
	);
	const bytesOf = (name: string): Uint8Array<ArrayBuffer> => {
		const bytes = files.get(name);
		if (!bytes) throw invalidPack(`it needs the file “${name}”, which its manifest does not list`);
		return bytes;
	};
	const part = <T>(name: string, type: z.ZodType<T>): T => validated(name, jsonOf(name, bytesOf(name)), type);

	const pipeline = compilePipeline({ ...manifest, forests: forestsOf(manifest, (name) => jsonOf(name, bytesOf(name))) });
	const model = loadModel(manifest, pipeline.width, { bytesOf, jsonOf: (name) => jsonOf(name, bytesOf(name)) });
	const { golden, reference, evaluation, card } = manifest.parts;
	return {
		sha256,
		manifest,
		pipeline,
		model,
		golden: checkedGolden(part(golden, goldenSchema), pipeline.rawNames.length),
		reference: reference === undefined ? null : part(reference, referenceSchema),
		evaluation: evaluation === undefined ? null : part(evaluation, evaluationSchema),
		card: card === undefined ? null : new TextDecoder().decode(bytesOf(card))
	};
}

function parseManifest(json: unknown): Manifest {
	const version = versioned.safeParse(json);
	if (!version.success) throw invalidPack('its manifest.json is not that of a Shrike pack');
	if (version.data.formatVersion > knownFormatVersion) {
		throw new ShrikeError(
			'pack.unsupported-format',
			`This pack has format ${version.data.formatVersion}; this Shrike reads up to ${knownFormatVersion}. Update Shrike.`,
			{ formatVersion: version.data.formatVersion }
		);
	}
	const manifest = validated('manifest.json', json, manifestSchema);
	const needed = neededFormat(manifest);
	if (needed > manifest.formatVersion) throw invalidPack(`it has format ${manifest.formatVersion}, but holds what only format ${needed} can`);
	return manifest;
}

/** The isolation forests that pipeline steps read, by the names that they give. */
function forestsOf({ pipeline }: Manifest, read: (name: string) => unknown): ReadonlyMap<string, TreeEnsemble> {
	const names = pipeline.flatMap((step) => (step.op === 'anomaly' ? [step.forest] : []));
	return new Map(names.map((name) => [name, parseTrees(read(name))]));
}

function checkedGolden(golden: Golden, width: number): Golden {
	if (golden.raw.length === 0 || golden.raw.length !== golden.margins.length) {
		throw invalidPack('its golden vectors are empty or lack margins');
	}
	if (golden.raw.some((row) => row.length !== width)) throw invalidPack(`its golden vectors do not have ${width} values`);
	return golden;
}

function jsonOf(name: string, bytes: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
	} catch (cause) {
		throw new ShrikeError('pack.invalid', `The pack cannot be used: its ${name} is not JSON. Build it again.`, {}, { cause });
	}
}

function validated<T>(name: string, json: unknown, type: z.ZodType<T>): T {
	const parsed = type.safeParse(json);
	if (!parsed.success) throw invalidPack(`its ${name} is wrong: ${z.prettifyError(parsed.error)}`);
	return parsed.data;
}

function mismatch(name: string, expected: string, actual: string): ShrikeError {
	return new ShrikeError(
		'pack.digest-mismatch',
		`The pack's file “${name}” is not the one it was made with (its SHA-256 differs). Get the pack again from its source.`,
		{ file: name, expected, actual }
	);
}
