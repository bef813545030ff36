import { z } from '../zod';
import { ShrikeError } from '../errors';
import { compilePipeline } from '../features/pipeline';
import type { CompiledPipeline } from '../features/pipeline';
import { layersModel, weightPaths } from '../members/layers-model-schema';
import { parseLayersModel } from '../members/layers-model';
import type { DenseNetwork } from '../members/network';
import { reference as referenceSchema } from '../sketch/reference';
import type { Reference } from '../sketch/reference';
import { sha256Hex } from './digest';
import { evaluation as evaluationSchema } from './evaluation';
import type { Evaluation } from './evaluation';
import { golden as goldenSchema, manifest as manifestSchema } from './manifest';
import type { Golden, Manifest } from './manifest';

/** A pack whose every byte was verified, ready to score. */
export interface Pack {
	/** SHA-256 of `manifest.json`: the pack's address. */
	readonly sha256: string;
	readonly manifest: Manifest;
	readonly pipeline: CompiledPipeline;
	readonly network: DenseNetwork;
	readonly golden: Golden;
	readonly reference: Reference | null;
	readonly evaluation: Evaluation | null;
	/** The model card, Markdown. */
	readonly card: string | null;
}

export type ReadFile = (name: string) => Promise<Uint8Array<ArrayBuffer>>;

const knownFormatVersion = 1;
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
		if (!bytes) throw invalid(`it needs the file “${name}”, which its manifest does not list`);
		return bytes;
	};
	const part = <T>(name: string, type: z.ZodType<T>): T => validated(name, jsonOf(name, bytesOf(name)), type);

	const pipeline = compilePipeline(manifest);
	const network = networkOf(manifest, bytesOf);
	if (network.inputs !== pipeline.width) {
		throw invalid(`its pipeline makes ${pipeline.width} features, but its network takes ${network.inputs}`);
	}
	const { golden, reference, evaluation, card } = manifest.parts;
	return {
		sha256,
		manifest,
		pipeline,
		network,
		golden: checkedGolden(part(golden, goldenSchema), pipeline.rawNames.length),
		reference: reference === undefined ? null : part(reference, referenceSchema),
		evaluation: evaluation === undefined ? null : part(evaluation, evaluationSchema),
		card: card === undefined ? null : new TextDecoder().decode(bytesOf(card))
	};
}

function parseManifest(json: unknown): Manifest {
	const version = versioned.safeParse(json);
	if (!version.success) throw invalid('its manifest.json is not that of a Shrike pack');
	if (version.data.formatVersion > knownFormatVersion) {
		throw new ShrikeError(
			'pack.unsupported-format',
			`This pack has format ${version.data.formatVersion}; this Shrike reads up to ${knownFormatVersion}. Update Shrike.`,
			{ formatVersion: version.data.formatVersion }
		);
	}
	return validated('manifest.json', json, manifestSchema);
}

function networkOf(manifest: Manifest, bytesOf: (name: string) => Uint8Array): DenseNetwork {
	const member = manifest.members.find(({ id }) => id === manifest.combiner.member);
	if (!member) throw invalid(`its combiner names the member “${manifest.combiner.member}”, which it does not have`);
	const model = jsonOf(member.model, bytesOf(member.model));
	const manifestOfWeights = layersModel.safeParse(model);
	const shards = manifestOfWeights.success ? weightPaths(manifestOfWeights.data).map(bytesOf) : [];
	return parseLayersModel(model, joined(shards));
}

/** Weight files as one, in order. */
export function joined(shards: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const all = new Uint8Array(shards.reduce((sum, shard) => sum + shard.byteLength, 0));
	let at = 0;
	for (const shard of shards) {
		all.set(shard, at);
		at += shard.byteLength;
	}
	return all;
}

function checkedGolden(golden: Golden, width: number): Golden {
	if (golden.raw.length === 0 || golden.raw.length !== golden.margins.length) {
		throw invalid('its golden vectors are empty or lack margins');
	}
	if (golden.raw.some((row) => row.length !== width)) throw invalid(`its golden vectors do not have ${width} values`);
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
	if (!parsed.success) throw invalid(`its ${name} is wrong: ${z.prettifyError(parsed.error)}`);
	return parsed.data;
}

function invalid(what: string): ShrikeError {
	return new ShrikeError('pack.invalid', `The pack cannot be used: ${what}. Build it again with “shrike train” or “shrike pack”.`);
}

function mismatch(name: string, expected: string, actual: string): ShrikeError {
	return new ShrikeError(
		'pack.digest-mismatch',
		`The pack's file “${name}” is not the one it was made with (its SHA-256 differs). Get the pack again from its source.`,
		{ file: name, expected, actual }
	);
}
