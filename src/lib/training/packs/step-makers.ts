import type { PipelineStep } from '../../core/features/steps';

export const hour = 3600;
export const day = 86_400;

/** What every pack with profiles calls the row's time in seconds. */
export const time = '_time';

type Window = Extract<PipelineStep, { op: 'window' }>;
type Decay = Extract<PipelineStep, { op: 'decay' }>;
type Combine = Extract<PipelineStep, { op: 'combine' }>;
type Unary = Extract<PipelineStep, { op: 'copy' | 'log1p' | 'abs' | 'hour' | 'time-of-day' | 'weekday' }>;

/** Steps of one line each: a pack has dozens, and what differs between them is what should be seen. */

export function unary(op: Unary['op'], to: string, from: string): PipelineStep {
	return { op, from, to };
}

export function lessThan(to: string, from: string, value: number): PipelineStep {
	return { op: 'less-than', from, to, value };
}

export function combine(to: string, how: Combine['how'], left: string | number, right: string | number, otherwise = 0): PipelineStep {
	return { op: 'combine', how, left, right, to, otherwise };
}

/** Over the key's earlier rows of the last `seconds`, or of all history. */
export function window(
	to: string,
	key: Window['key'],
	seconds: number | null,
	how: Window['how'],
	of: string | null = null,
	{ otherwise = 0, current = false } = {}
): PipelineStep {
	return { op: 'window', key, time, seconds, of, how, current, to, otherwise };
}

export function decay(to: string, key: Decay['key'], halfLife: number, how: Decay['how'], of: string | null = null, otherwise = 0): PipelineStep {
	return { op: 'decay', key, time, halfLife, of, how, current: false, to, otherwise };
}

export function since(to: string, key: string[], otherwise: number): PipelineStep {
	return { op: 'since', key, time, to, otherwise };
}

export function previous(to: string, key: string[], of: string, otherwise: number): PipelineStep {
	return { op: 'previous', key, time, of, to, otherwise };
}

/** What is known of the key's frauds after `delayDays`; shares are not smoothed, and 0 without rows. */
export function risk(to: string, key: string[], how: 'frauds' | 'rows' | 'share', days: number | null, delayDays = 7): PipelineStep {
	return { op: 'risk', key, time, delay: delayDays * day, seconds: days === null ? null : days * day, how, prior: 0, strength: 0, to };
}
