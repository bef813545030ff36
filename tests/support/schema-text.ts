import { z } from '../../src/lib/core/zod';

// Schemas in words, for tables.

type Schema = z.core.JSONSchema.BaseSchema;

/** A field of an object; those of objects within are named by their path, `[]` for each of a list. */
export interface Field {
	readonly name: string;
	readonly optional: boolean;
	readonly type: string;
	/** Empty where nothing is said. */
	readonly meaning: string;
}

/** A schema as JSON Schema, and the shapes in it that have a name. */
export interface Described {
	readonly schema: Schema;
	readonly shapes: ReadonlyMap<string, Schema>;
}

/** @param io what may be given, with defaults left out, or what is there in the end */
export function toSchema(of: z.ZodType, io: 'input' | 'output'): Described {
	// In an object, since a shape that has a name is only referred to there.
	const { properties = {}, $defs = {} } = z.toJSONSchema(z.strictObject({ of }), {
		io,
		unrepresentable: 'any',
		override: ({ zodSchema, jsonSchema }) => {
			// Where a class is described, it is the schema without the description that knows it.
			const { bag, parent } = zodSchema._zod;
			const made = bag['Class'] ?? parent?._zod.bag['Class'];
			if (typeof made === 'function') jsonSchema['instance'] = made.name;
		}
	});
	const named = Object.entries($defs).filter(([name]) => !name.startsWith('__'));
	return { schema: objectOf(properties['of']), shapes: new Map(named.map(([name, schema]) => [name, objectOf(schema)])) };
}

const objectOf = (schema: Schema | boolean | undefined): Schema => (typeof schema === 'object' ? schema : {});
const digits = (value: number): string => value.toLocaleString('en-GB');

/** The fields of an object; none for anything else. */
export function fieldsOf({ properties = {}, required = [] }: Schema, at = ''): Field[] {
	return Object.entries(properties).flatMap(([key, value]) => {
		const schema = objectOf(value);
		const name = `${at}${key}`;
		const { description = '', default: preset } = schema;
		const meaning = preset === undefined ? description : `${description} Without it: \`${JSON.stringify(preset)}\`.`.trim();
		const inner = schema.type === 'array' ? fieldsOf(objectOf([schema.items].flat()[0]), `${name}[].`) : fieldsOf(schema, `${name}.`);
		return [{ name, optional: !required.includes(key), type: typeText(schema), meaning }, ...inner];
	});
}

/** What a value may be: kind and bounds. */
export function typeText(schema: Schema): string {
	const { $ref, anyOf, type, enum: values, const: only } = schema;
	if (typeof schema['instance'] === 'string') return `\`${schema['instance']}\``;
	if ($ref !== undefined) return refText($ref);
	if (anyOf) return anyOf.map((one) => typeText(objectOf(one))).join(' or ');
	if (values) return values.map((value) => `\`${String(value)}\``).join(', ');
	if (only !== undefined) return `\`${String(only)}\``;
	if (Array.isArray(type)) return type.map((one) => typeText({ ...schema, type: one })).join(' or ');
	switch (type) {
		case 'integer':
		case 'number':
			return numberText(schema);
		case 'string':
			return schema.format === 'uuid' ? 'UUID' : `text${within(schema.minLength, schema.maxLength, ' characters')}`;
		case 'array':
			return `list of ${typeText(objectOf([schema.items].flat()[0]))}${within(schema.minItems, schema.maxItems, '')}`;
		case 'object':
			return recordText(schema);
		case 'boolean':
			return 'boolean';
		case 'null':
			return 'null';
		default:
			return 'anything';
	}
}

/** Zod numbers what has no name of its own; the one such thing that refers to itself is any JSON. */
function refText(ref: string): string {
	const name = ref.replace('#/$defs/', '');
	return name.startsWith('__') ? 'any JSON' : `[${name}](#shape-${name.toLowerCase()})`;
}

function numberText({ type, minimum, maximum }: Schema): string {
	const [from, to] = [minimum, maximum].map((bound) => (bound !== undefined && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? digits(bound) : null));
	const kind = type === 'integer' ? 'whole number' : 'number';
	if (to !== null) return `${kind} (${from} to ${to})`;
	return from === null ? kind : `${kind} from ${from}`;
}

function within(least: number | undefined, most: number | undefined, what: string): string {
	if (most === undefined) return '';
	return least === undefined ? ` (at most ${digits(most)}${what})` : ` (${digits(least)} to ${digits(most)}${what})`;
}

/** An object whose names are not known beforehand, with what they hold. */
function recordText({ propertyNames, additionalProperties }: Schema): string {
	const values = objectOf(additionalProperties);
	if (Object.keys(values).length === 0) return 'object';
	const { minLength, maxLength } = objectOf(propertyNames);
	return `object of names${within(minLength, maxLength, ' characters')} to ${typeText(values)}`;
}
