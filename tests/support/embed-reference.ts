import { readFileSync } from 'node:fs';
import { rpcCodes } from '../../src/lib/core/embed/codes';
import { hello, knock, welcome } from '../../src/lib/core/embed/handshake';
import { notification, request, response } from '../../src/lib/core/embed/json-rpc';
import { limits, protocolVersion } from '../../src/lib/core/embed/limits';
import { embedQuery } from '../../src/lib/core/embed/query';
import { allowed } from '../../src/lib/core/embed/read-query';
import { events, methods, results } from '../../src/lib/core/embed/wire';
import { z } from '../../src/lib/core/zod';
import { table } from '../../src/lib/training/markdown';
import { type Comments, commentsIn } from './comments';
import { type Described, fieldsOf, toSchema, typeText } from './schema-text';

// The parts of docs/embed.md that are made from the source.

/** Every block by its name. */
export const blocks: Readonly<Record<string, () => string>> = { attributes, limits: limitsTable, codes, messages, methods: methodList, events: eventList, shapes };

const code = (text: string): string => `\`${text}\``;
const sentence = (text: string): string => (/[.:]$/.test(text) ? text : `${text}.`);

/** @param name of a file of `core/embed` */
function comments(name: string): Comments {
	return commentsIn(readFileSync(new URL(`../../src/lib/core/embed/${name}`, import.meta.url), 'utf8'));
}

/** The same names are the query of `/embed` and attributes of the element. */
function attributes(): string {
	const shape = z.object(embedQuery);
	const rows = Object.entries<z.ZodType>(embedQuery).map(([name, schema]) => {
		const { default: preset, description = '' } = toSchema(schema, 'input').schema;
		return [code(name), allowed[shape.keyof().parse(name)], typeof preset === 'string' ? code(preset) : '', description];
	});
	return table(['name', 'may be', 'default', 'what it chooses'], rows);
}

function limitsTable(): string {
	const said = comments('limits.ts');
	return table(
		['name', 'at most', 'what is counted'],
		Object.entries(limits).map(([name, value]) => [code(name), value.toLocaleString('en-GB'), sentence(said.of(name))])
	);
}

function codes(): string {
	const said = comments('codes.ts');
	const numbers: Readonly<Record<string, number>> = rpcCodes;
	for (const name of Object.keys(numbers)) said.of(name);
	return table(
		['code', 'number', 'when'],
		said.names.map((name) => [code(name), String(numbers[name] ?? ''), sentence(said.of(name))])
	);
}

function messages(): string {
	const all = { knock, hello, welcome, request, response, notification };
	const tables = Object.entries<z.ZodType>(all).map(([name, schema]) => section(`Message ${code(name)}`, fields(toSchema(schema, 'output'))));
	return [`The \`protocol\` of this Shrike is ${protocolVersion}.`, ...tables].join('\n\n');
}

function methodList(): string {
	const answers: Readonly<Record<string, z.ZodType>> = results;
	const all = Object.entries<z.ZodType>(methods).map(([name, schema]) => {
		const takes = toSchema(schema, 'input');
		const gives = toSchema(answers[name] ?? z.never(), 'output');
		const answer = fieldsOf(gives.schema).length > 0 ? `Answer:\n\n${fields(gives)}` : `Answer: ${answerText(gives)}.`;
		const { anyOf, properties = {} } = takes.schema;
		const lead = anyOf ? 'Parameters, exactly one of these:\n\n' : Object.keys(properties).length > 0 ? 'Parameters:\n\n' : '';
		return section(`Method ${code(name)}`, takes.schema.description ?? '', `${lead}${anyOf ? oneTable(takes) : fields(takes)}`, answer);
	});
	return all.join('\n\n');
}

function eventList(): string {
	const all = Object.entries<z.ZodType>(events).map(([name, schema]) => {
		const told = toSchema(schema, 'output');
		const what = fieldsOf(told.schema).length > 0 ? fields(told) : `Holds: ${answerText(told)}.`;
		return section(`Event ${code(name)}`, told.schema.description ?? '', what);
	});
	return all.join('\n\n');
}

/** What the tables above only name. */
function shapes(): string {
	const inputs = Object.values<z.ZodType>(methods).map((schema) => toSchema(schema, 'input'));
	const outputs = [...Object.values<z.ZodType>(results), ...Object.values<z.ZodType>(events)].map((schema) => toSchema(schema, 'output'));
	const all = new Map([...inputs, ...outputs].flatMap(({ shapes: named }) => [...named]));
	return [...all].map(([name, schema]) => section(`Shape ${code(name)}`, schema.description ?? '', fields({ schema, shapes: all }))).join('\n\n');
}

function section(heading: string, ...parts: readonly string[]): string {
	return [`#### ${heading}`, ...parts.filter((part) => part !== '')].join('\n\n');
}

function answerText({ schema }: Described): string {
	const text = typeText(schema);
	return text === 'object' ? 'an empty object' : text;
}

/** The fields of an object, of one after the other where there are several; in words for anything else. */
function fields({ schema, shapes: named }: Described): string {
	const { anyOf } = schema;
	const isObjects = anyOf?.every((one) => typeof one === 'object' && one.type === 'object');
	if (anyOf && isObjects) {
		return anyOf.map((one) => fields({ schema: typeof one === 'object' ? one : {}, shapes: named })).join('\n\nor\n\n');
	}
	const rows = fieldsOf(schema);
	if (rows.length > 0) return fieldTable(rows);
	return typeText(schema) === 'object' ? '' : `Is: ${typeText(schema)}.`;
}

/** For objects of one field each. */
function oneTable({ schema }: Described): string {
	return fieldTable((schema.anyOf ?? []).flatMap((one) => (typeof one === 'object' ? fieldsOf(one) : [])));
}

function fieldTable(rows: ReturnType<typeof fieldsOf>): string {
	return table(
		['field', 'type and bounds', 'meaning'],
		rows.map(({ name, optional, type, meaning }) => [`${code(name)}${optional ? ' (optional)' : ''}`, type, meaning])
	);
}
