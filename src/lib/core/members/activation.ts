import { exp, expm1, log1p, tanh } from '../number/exp-log';

/** The activations that every backend computes; names and formulas are those of Keras and TF.js. */
export const activations = ['linear', 'relu', 'relu6', 'tanh', 'sigmoid', 'elu', 'selu', 'softplus'] as const;
export type Activation = (typeof activations)[number];

// Klambauer et al., Self-Normalizing Neural Networks (2017), to the digits that TF.js uses.
export const seluAlpha = 1.6732632423543772;
export const seluScale = 1.0507009873554805;

/** Applies an activation in float64. `elu` has alpha 1. */
export function activate(activation: Activation, x: number): number {
	switch (activation) {
		case 'linear':
			return x;
		case 'relu':
			return x > 0 ? x : 0;
		case 'relu6':
			return Math.min(Math.max(x, 0), 6);
		case 'tanh':
			return tanh(x);
		case 'sigmoid':
			return sigmoid(x);
		case 'elu':
			return x > 0 ? x : expm1(x);
		case 'selu':
			return seluScale * (x > 0 ? x : seluAlpha * expm1(x));
		case 'softplus':
			// ln(1 + e^x) without overflow for large x.
			return Math.max(x, 0) + log1p(exp(-Math.abs(x)));
	}
}

/** 1 / (1 + e^-x), accurate at both ends. */
export function sigmoid(x: number): number {
	if (x >= 0) return 1 / (1 + exp(-x));
	const e = exp(x);
	return e / (1 + e);
}
