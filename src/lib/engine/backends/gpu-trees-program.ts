import { treesShader, workgroupRows } from './gpu-trees-shader';
import type { GpuTrees } from './gpu-trees-tables';

/** The shader of trees with its tables on a device. */
export interface TreesProgram {
	/** See {@link TreesBackend.margins}; rejects with whatever the browser does when the device fails. */
	margins(features: Float32Array, rows: number, out: Float64Array): Promise<void>;
	dispose(): void;
}

/** Compiles the shader and uploads the tables, which must be small enough for the device's storage buffers. */
export async function createTreesProgram(gpu: GPUDevice, tables: GpuTrees, mostRows: number): Promise<TreesProgram> {
	const { width, roots, float32Sums, start, cutsFirst, marginOf } = tables;
	const slabRows = Math.min(mostRows, Math.floor(gpu.limits.maxStorageBufferBindingSize / (4 * width)));
	const pipeline = await gpu.createComputePipelineAsync({
		layout: 'auto',
		compute: { module: gpu.createShaderModule({ code: treesShader }) }
	});
	const buffers: GPUBuffer[] = [];

	function buffer(bytes: number, usage: number): GPUBuffer {
		// Empty bindings are refused.
		const made = gpu.createBuffer({ size: Math.max(32, bytes), usage });
		buffers.push(made);
		return made;
	}

	function table(words: Uint32Array<ArrayBuffer>): GPUBuffer {
		const made = buffer(words.byteLength, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
		gpu.queue.writeBuffer(made, 0, words);
		return made;
	}

	const facts = buffer(24, GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST);
	const input = buffer(4 * width * slabRows, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST);
	const sums = buffer(8 * slabRows, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
	const readable = buffer(8 * slabRows, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
	const bound = [facts, input, table(tables.nodes), table(roots), table(tables.setWords), sums];
	const bindings = gpu.createBindGroup({
		layout: pipeline.getBindGroupLayout(0),
		entries: bound.map((buffer, binding) => ({ binding, resource: { buffer } }))
	});

	async function scoreSlab(features: Float32Array<ArrayBuffer>, rows: number, out: Float64Array): Promise<void> {
		gpu.queue.writeBuffer(facts, 0, Uint32Array.of(rows, width, roots.length, Number(float32Sums), start, Number(cutsFirst)));
		gpu.queue.writeBuffer(input, 0, features);
		const commands = gpu.createCommandEncoder();
		const pass = commands.beginComputePass();
		pass.setPipeline(pipeline);
		pass.setBindGroup(0, bindings);
		pass.dispatchWorkgroups(Math.ceil(rows / workgroupRows));
		pass.end();
		commands.copyBufferToBuffer(sums, 0, readable, 0, 8 * rows);
		gpu.queue.submit([commands.finish()]);
		await readable.mapAsync(GPUMapMode.READ, 0, 8 * rows);
		const words = new Uint32Array(readable.getMappedRange(0, 8 * rows));
		for (let row = 0; row < rows; row++) out[row] = marginOf(words[2 * row], words[2 * row + 1]);
		readable.unmap();
	}

	return {
		async margins(features, rows, out) {
			for (let from = 0; from < rows; from += slabRows) {
				const to = Math.min(rows, from + slabRows);
				// A copy, since a view may lie in memory that the GPU's queue does not take.
				await scoreSlab(features.slice(from * width, to * width), to - from, out.subarray(from, to));
			}
		},
		dispose() {
			for (const made of buffers) made.destroy();
		}
	};
}
