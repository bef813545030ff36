import type { CompiledPipeline } from '../../core/features/pipeline';
import type { Manifest } from '../../core/pack/manifest';

/** The parts of a pack that scoring a table needs. */
export interface ScoringModel {
	readonly manifest: Pick<Manifest, 'schema' | 'marginBounds' | 'calibration'>;
	readonly pipeline: CompiledPipeline;
}
