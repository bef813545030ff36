import type { GbdtConfig } from './config';

/** Between which values a leaf's weight must stay, so that monotone constraints above it hold. */
export interface Bounds {
	readonly low: number;
	readonly high: number;
}

export const unbounded: Bounds = { low: -Infinity, high: Infinity };

/**
 * The weight w that minimises G·w + ½·(H + λ)·w² + α·|w| (Chen & Guestrin, "XGBoost", 2016, eq. 5 with L1), within bounds.
 */
export function leafWeight(gradient: number, hessian: number, { l1, l2 }: GbdtConfig, low: number, high: number): number {
	const pull = gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0;
	const weight = pull === 0 ? 0 : -pull / (hessian + l2);
	return weight < low ? low : weight > high ? high : weight;
}

/** By how much a leaf of that weight lowers the penalised loss. */
export function leafGain(gradient: number, hessian: number, weight: number, { l1, l2 }: GbdtConfig): number {
	return -(gradient * weight + 0.5 * (hessian + l2) * weight * weight + l1 * Math.abs(weight));
}
