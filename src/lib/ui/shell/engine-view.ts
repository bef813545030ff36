import type { EngineStage } from '../../state/types';
import type { EngineView } from './types';

/** The engine's stage as the shell shows it. */
export function engineView(stage: EngineStage): EngineView {
	switch (stage.kind) {
		case 'loading':
			return { state: 'loading', step: stage.label ? `Checking ${stage.label}` : 'Starting' };
		case 'ready':
			return {
				state: 'ready',
				pack: stage.status.pack,
				backend: stage.status.backend,
				certificate: stage.status.certificate,
				reports: stage.status.reports
			};
		case 'failed':
			return { state: 'failed', failure: stage.failure };
	}
}
