import type { RunRecord } from '../../core/run/types';
import type { IconName } from '../primitives/icons';

export interface RunStatusWords {
	readonly word: string;
	/** One shape a status, so that they are told apart without colour. */
	readonly icon: IconName;
	readonly tone: 'good' | 'active' | 'attention' | 'plain';
}

/** A run's status for a person. `runningHere` is the id of the run that this tab works on, where there is one. */
export function runStatus(run: Pick<RunRecord, 'id' | 'status'>, runningHere: string | null): RunStatusWords {
	switch (run.status) {
		case 'done':
			return { word: 'Done', icon: 'success', tone: 'good' };
		case 'cancelled':
			return { word: 'Cancelled', icon: 'stop', tone: 'plain' };
		case 'interrupted':
			return { word: 'Interrupted', icon: 'warning', tone: 'attention' };
		case 'running':
			return run.id === runningHere
				? { word: 'Running here', icon: 'play', tone: 'active' }
				: { word: 'Running in another tab', icon: 'link', tone: 'active' };
	}
}
