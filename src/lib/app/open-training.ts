import { TrainingState } from '../state/training.svelte';
import { PackShelf } from './pack-shelf.svelte';
import { fromFailure } from '../core/errors';
import type { Workbench } from './workbench.svelte';

/** Training on this page, in a worker of its own; made once a tab, so that it goes on while other pages are looked at. */
export function openTraining(workbench: Workbench): TrainingState {
	return (workbench.training ??= new TrainingState(
		() => new Worker(new URL('./training.worker.ts', import.meta.url), { type: 'module', name: 'training' }),
		async (files) => {
			const shelf = new PackShelf(workbench);
			await shelf.installFiles(files);
			if (shelf.failure) throw fromFailure(shelf.failure);
		},
		Date.now
	));
}
