import { ShrikeError } from '../../core/errors';
import type { z } from '../../core/zod';
import type { MemberConfig, TrainingConfig } from '../config';
import { combinerSettings, memberSettings } from './member-settings';

/** Values by name or path. */
type Settings = Readonly<Record<string, unknown>>;

/**
 * A configuration with some hyper-parameters of its members and combiner changed, each named by a path such as
 * `gbdt.boosting.learningRate`, `mlp.hidden` or `combiner.l2`. Throws `config.invalid`, naming the path, for one that is none and
 * for a value out of range.
 */
export function withParameters<C extends Pick<TrainingConfig, 'name' | 'members' | 'combiner'>>(config: C, parameters: Settings): C {
	const ids = config.members.map(({ id }) => id);
	const changes = new Map<string, [path: readonly string[], value: unknown][]>();
	for (const [name, value] of Object.entries(parameters)) {
		const [owner, ...path] = name.split('.');
		const known = owner === 'combiner' ? config.combiner !== null : ids.includes(owner);
		if (!known) throw invalid(name, `the pack ${config.name} has no “${owner}”; it has ${[...ids, ...(config.combiner ? ['combiner'] : [])].join(', ')}`);
		if (path.length === 0) throw invalid(name, 'name one of its parameters');
		if (path[0] === 'id' || path[0] === 'kind') throw invalid(name, 'that is what the member is, and no parameter');
		changes.set(owner, [...(changes.get(owner) ?? []), [path, value]]);
	}
	const changed = (owner: string, settings: object): Settings =>
		(changes.get(owner) ?? []).reduce<Settings>((all, [path, value]) => withValue(all, path, value), { ...settings });
	const members = config.members.map((member) => (changes.has(member.id) ? checked<MemberConfig>(member.id, memberSettings, changed(member.id, member)) : member));
	const combiner = config.combiner && changes.has('combiner') ? checked('combiner', combinerSettings, changed('combiner', config.combiner)) : config.combiner;
	return { ...config, members, combiner };
}

/** Nested settings as paths: `{ gbdt: { boosting: { l2: 1 } } }` is `gbdt.boosting.l2`. */
export function flattened(settings: Settings, prefix = ''): Record<string, unknown> {
	const flat: Record<string, unknown> = {};
	for (const [key, value] of Object.entries(settings)) {
		const name = `${prefix}${key}`;
		if (isSettings(value)) Object.assign(flat, flattened(value, `${name}.`));
		else flat[name] = value;
	}
	return flat;
}

/** The inverse of {@link flattened}. */
export function nested(parameters: Settings): Settings {
	return Object.entries(parameters).reduce<Settings>((all, [name, value]) => withValue(all, name.split('.'), value), {});
}

function withValue(settings: Settings, [key, ...rest]: readonly string[], value: unknown): Settings {
	const inner = Object.hasOwn(settings, key) ? settings[key] : undefined;
	return { ...settings, [key]: rest.length === 0 ? value : withValue(isSettings(inner) ? inner : {}, rest, value) };
}

function isSettings(value: unknown): value is Settings {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function checked<T>(owner: string, schema: z.ZodType<T>, settings: Settings): T {
	const read = schema.safeParse(settings);
	if (read.success) return read.data;
	const [issue] = read.error.issues;
	if (issue.code === 'unrecognized_keys') {
		throw invalid([owner, ...issue.path, issue.keys[0]].join('.'), 'there is no such parameter');
	}
	throw invalid([owner, ...issue.path].join('.'), issue.message);
}

function invalid(path: string, why: string): ShrikeError {
	return new ShrikeError('config.invalid', `${path}: ${why}.`, { path, why });
}
