import type { Random } from '../../core/random/random';
import type { TrainingRows } from '../fit-mlp';
import { drawRows } from '../gbdt/sample';
import { takeRows } from './folds';

/**
 * All frauds and a uniform sample of at most `most` normals, weighted up by one factor so that their total stays. The rows
 * themselves where there are no more normals than that.
 */
export function sampleNormals(rows: TrainingRows, most: number | undefined, random: Random): TrainingRows {
	const normals = Uint32Array.from({ length: rows.rows }, (_, row) => row).filter((row) => rows.labels[row] !== 1);
	if (most === undefined || normals.length <= most) return rows;
	const drawn = new Uint32Array(most);
	drawRows(normals.length, most, random, drawn);
	const isDrawn = new Uint8Array(rows.rows);
	for (const i of drawn) isDrawn[normals[i]] = 1;
	const kept = Uint32Array.from({ length: rows.rows }, (_, row) => row).filter((row) => rows.labels[row] === 1 || isDrawn[row] === 1);
	const taken = takeRows(rows, kept);
	const factor = weightOfNormals(rows) / weightOfNormals(taken);
	return { ...taken, weights: taken.weights.map((weight, row) => (taken.labels[row] === 1 ? weight : weight * factor)) };
}

function weightOfNormals({ labels, weights }: TrainingRows): number {
	return weights.reduce((sum, weight, row) => (labels[row] === 1 ? sum : sum + weight), 0);
}
