/** What components may know of the engine: its plain data. They import it from here, never from the engine itself. */
export type {
	BackendReport,
	ColumnMatch,
	EngineStatus,
	EvaluationRequest,
	FileSource,
	HistorySource,
	Preview,
	RunAnalysis,
	RunEvaluation,
	RunFigures,
	RunProgress,
	SingleInput,
	SingleScore,
	TopRow
} from '../engine/types';
export type { BatchStage, BatchState, RecognisedPack } from './batch.svelte';
export type { EngineStage, EngineState } from './engine.svelte';
export type { SingleStage, SingleState } from './single.svelte';
export type { MakerStage } from './maker-evaluation.svelte';
export type { EvaluationStage } from './evaluation.svelte';
export type { TrainingStage } from './training.svelte';
export type { TrainedFiles, TrainingRequest } from './training-protocol';
export type { Recipe } from './training-recipes';
export type { DownloadStage, ResultStage, ResultState } from './result.svelte';
export type { StorageUsage } from '../storage/log';
export type { PackDetail, PackEntry } from './packs/packs.svelte';
