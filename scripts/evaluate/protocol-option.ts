import { secondsADay } from '../../src/lib/core/time/units';
import type { TrainingConfig } from '../../src/lib/training/config';
import { foldProtocol, randomProtocol } from '../../src/lib/training/protocols/common';
import type { Protocol, TimeSplit } from '../../src/lib/training/protocols/protocol';
import { decimal, usage } from '../cli/arguments';

/** Options that say how to split, as they were given. */
export interface ProtocolOptions {
	readonly protocol?: string;
	readonly split?: string;
	readonly folds?: string;
	readonly 'train-from'?: string;
	readonly 'train-to'?: string;
	readonly 'test-from'?: string;
	readonly 'test-to'?: string;
	readonly 'delay-days'?: string;
}

const longestDelay = 3650;
const knownDays = 7;

/** One of the pack's own protocols, its days changed where that is asked for, or a split at random, or folds. Throws `cli.usage`. */
export function protocolOf(config: TrainingConfig, options: ProtocolOptions): Protocol {
	const { protocol: name, split, folds } = options;
	const given = [name !== undefined && '--protocol', split !== undefined && '--split', folds !== undefined && '--folds'].filter((option) => option !== false);
	if (given.length > 1) throw usage(`${given.join(' and ')} are different ways to split: give one`);
	if (folds !== undefined) return foldProtocol;
	if (split === 'random') return config.protocols.find((own) => own.split.kind === 'random') ?? randomProtocol(0.8, 0);
	if (split !== undefined && split !== 'time') throw usage(`--split: “${split}” is not known; there is: time, random`);
	const known = split === 'time' ? config.protocols.filter((own) => own.split.kind === 'time') : config.protocols;
	const found = name === undefined ? known.at(0) : known.find((own) => own.name === name);
	if (!found) {
		const names = config.protocols.map((own) => own.name).join(', ');
		throw usage(
			name === undefined
				? `The pack ${config.name} has no time to split by; its protocols are: ${names}`
				: `--protocol: ${config.name} has no protocol “${name}”; there is: ${names}`
		);
	}
	if (found.split.kind === 'folds') throw usage(`The protocol “${found.name}” needs a list of folds: --folds FILE`);
	return withDays(found, options);
}

/** The protocol on other days: without dates of its own it would fit no data but those it was made for. */
function withDays(protocol: Protocol, options: ProtocolOptions): Protocol {
	const day = (option: 'train-from' | 'train-to' | 'test-from' | 'test-to') => {
		const text = options[option];
		if (text === undefined) return undefined;
		if (Number.isNaN(Date.parse(text))) throw usage(`--${option} needs a date like 2018-08-01, not “${text}”`);
		return { date: text };
	};
	const [trainFrom, trainTo, testFrom, testTo] = [day('train-from'), day('train-to'), day('test-from'), day('test-to')];
	const delay = options['delay-days'];
	if ([trainFrom, trainTo, testFrom, testTo, delay].every((one) => one === undefined)) return protocol;
	const { split, removeKnown } = protocol;
	if (split.kind !== 'time') throw usage(`The protocol “${protocol.name}” does not split by time, so it has no days to change`);
	const changed: TimeSplit = {
		...split,
		trainFrom: trainFrom ?? split.trainFrom,
		trainTo: trainTo ?? split.trainTo,
		testFrom: testFrom ?? split.testFrom,
		testTo: testTo ?? split.testTo,
		delayDays: delay === undefined ? split.delayDays : decimal(delay, '--delay-days', 0, longestDelay)
	};
	return { ...protocol, title: `${protocol.title}; on other days`, split: changed, removeKnown: removeKnown && trainTo ? knownBefore(removeKnown, trainTo.date) : removeKnown };
}

/** Cards are known from the last week of the training days, as in the published protocol. */
function knownBefore({ card }: NonNullable<Protocol['removeKnown']>, until: string): Protocol['removeKnown'] {
	const since = new Date(Date.parse(until) - knownDays * secondsADay * 1000).toISOString();
	return { card, since: { date: since }, until: { date: until } };
}
