import { backendNames } from '../src/lib/core/backend';
import { toFailure } from '../src/lib/core/errors';
import { referenceModelMargins } from '../src/lib/core/members/model';
import type { MemberModel, Model } from '../src/lib/core/members/model';
import type { Pack } from '../src/lib/core/pack/load';
import { seededRandom } from '../src/lib/core/random/random';
import { allBackends } from '../src/lib/engine/backends/choose';
import { measureRowsPerSecond } from '../src/lib/engine/backends/measure';
import { randomEnsemble } from '../tests/fixtures/trees/random-ensemble';
import { markdownTable, whole } from './table';

/** Rows a second of a model on a backend; null, with the reason, where it cannot be had. */
export interface MemberSpeed {
	readonly model: string;
	readonly backend: string;
	readonly device: string;
	readonly rowsPerSecond: number | null;
	/** Largest difference of a margin to the float64 reference. */
	readonly largestError: number;
	readonly why: string;
}

const sampleRows = 1000;

const alone = (member: MemberModel, inputs: number): Model => ({
	inputs,
	members: [member],
	combiner: { kind: 'single', member: member.id }
});

async function models(readPack: (name: string) => Promise<Pack>): Promise<readonly (readonly [string, Model])[]> {
	const [mlp, hybrid] = await Promise.all([readPack('ulb-mlp'), readPack('ulb-creditcard')]);
	const shape = { rules: 'xgboost', width: 30, trees: 200, leaves: 32, categorical: 0, anyMissing: false, baseMargin: 0 } as const;
	const trees = randomEnsemble(shape, seededRandom(1));
	return [
		['ulb-mlp', mlp.model],
		['ulb-creditcard', hybrid.model],
		...hybrid.model.members.map((member) => [`ulb-creditcard, ${member.id} alone`, alone(member, hybrid.model.inputs)] as const),
		['200 trees of 32 leaves that nobody trained', alone({ kind: 'trees', id: 'random', trees }, shape.width)]
	];
}

/** Every kind of member on every backend that there is here, on normal random rows. A software GPU only where it is asked for. */
export async function memberSpeeds(
	readPack: (name: string) => Promise<Pack>,
	{ budgetMs, allowSoftware }: { readonly budgetMs: number; readonly allowSoftware: boolean }
): Promise<MemberSpeed[]> {
	const speeds: MemberSpeed[] = [];
	for (const [model, of] of await models(readPack)) {
		const random = seededRandom(2);
		const sample = Float32Array.from({ length: sampleRows * of.inputs }, () => random.normal());
		const reference = referenceModelMargins(of, sample, sampleRows);
		for (const name of backendNames) {
			const row = { model, backend: name };
			try {
				const backend = await allBackends[name](of, { allowSoftware, typical: new Float64Array(of.inputs) });
				if (backend.software && !allowSoftware) {
					backend.dispose();
					throw new Error(`it runs in software (${backend.device})`);
				}
				const margins = new Float32Array(sampleRows);
				await backend.margins(sample, sampleRows, margins);
				const largestError = Math.max(...reference.map((margin, r) => Math.abs(margin - margins[r])));
				const rowsPerSecond = await measureRowsPerSecond(backend, sample, sampleRows, budgetMs, () => performance.now());
				speeds.push({ ...row, device: backend.device, rowsPerSecond, largestError, why: '' });
				backend.dispose();
			} catch (thrown) {
				speeds.push({ ...row, device: '', rowsPerSecond: null, largestError: NaN, why: toFailure(thrown).message });
			}
		}
	}
	return speeds;
}

/** What was measured as a table, and under it why some backends were not. */
export function speedTable(speeds: readonly MemberSpeed[]): string {
	const rows = speeds.flatMap(({ model, backend, device, rowsPerSecond, largestError }) =>
		rowsPerSecond === null ? [] : [[`${model}, ${backend}`, whole(rowsPerSecond), largestError.toExponential(1), device]]
	);
	const absent = new Set(speeds.flatMap(({ backend, why }) => (why === '' ? [] : [`- ${backend}: ${why}`])));
	return [markdownTable(['model and backend', 'rows/s', 'largest error', 'on'], rows), '', ...absent].join('\n').trimEnd();
}
