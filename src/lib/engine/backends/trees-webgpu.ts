import type { TreeEnsemble } from '../../core/members/trees/ensemble';
import { unavailable } from './failure';
import { openGpu } from './gpu-session';
import { createTreesProgram } from './gpu-trees-program';
import type { TreesProgram } from './gpu-trees-program';
import { gpuTrees } from './gpu-trees-tables';
import type { BackendOptions, TreesBackend } from './types';

/** Most rows of one dispatch: on a program on the CPU it must end before a press of Cancel seems unheard. */
const hardwareRows = 32_768;
const softwareRows = 1024;

/** A compute shader on the device that TF.js uses too: the reference's decisions, its sums within float32 rounding. */
export async function createWebgpuTrees(ensemble: TreeEnsemble, options: BackendOptions): Promise<TreesBackend> {
	const tables = gpuTrees(ensemble);
	const { gpu, device, software, run, close } = await openGpu(options);
	const { maxStorageBufferBindingSize: most } = gpu.limits;
	let program: TreesProgram;
	try {
		if (tables.nodes.byteLength > most) {
			const bytes = `${tables.nodes.byteLength} bytes, and the graphics device reads at most ${most} at once.`;
			throw unavailable('webgpu', `This pack’s trees take ${bytes}`);
		}
		options.signal?.throwIfAborted();
		program = await run(async () => {
			const made = await createTreesProgram(gpu, tables, software ? softwareRows : hardwareRows);
			// Shaders that a driver refuses are found when they first run.
			await made.margins(new Float32Array(tables.width), 1, new Float64Array(1));
			return made;
		});
	} catch (error) {
		close();
		throw error;
	}
	return {
		how: 'trees in a compute shader',
		adapter: { device, software },
		margins: (features, rows, out) => run(() => program.margins(features, rows, out)),
		dispose() {
			program.dispose();
			close();
		}
	};
}
