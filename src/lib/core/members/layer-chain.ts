import type { LayerJson, Topology } from './layers-model-schema';
import { unsupported } from './unsupported';

/** The name by which a layer's weights are found. */
export function layerName(layer: LayerJson): string {
	return layer.config.name ?? layer.name ?? '';
}

/** Layers from input to output. Throws `pack.unsupported-model` for a functional model that branches or joins. */
export function layerChain({ className, layers }: Topology): readonly LayerJson[] {
	if (className === 'Sequential') return layers;
	if (className !== 'Functional' && className !== 'Model') throw unsupported(`it is of the class ${className}`);
	const next = new Map<string, LayerJson>();
	let current: LayerJson | undefined;
	for (const layer of layers) {
		const sources = inboundLayers(layer.inbound_nodes ?? []);
		if (sources.length === 0 && !current) current = layer;
		else if (sources.length !== 1 || next.has(sources[0])) {
			throw unsupported(`its layers branch or join at “${layerName(layer)}”`);
		} else next.set(sources[0], layer);
	}
	const chain: LayerJson[] = [];
	while (current) {
		chain.push(current);
		const name = layerName(current);
		current = next.get(name);
		next.delete(name);
	}
	if (next.size > 0) throw unsupported('its layers do not form one chain');
	return chain;
}

/**
 * Names of the layers that feed a layer. Keras 2 writes `[[["dense", 0, 0, {}]]]`, Keras 3 an object a node whose
 * arguments hold `keras_history: ["dense", 0, 0]`; both are found by their name, index, index triple.
 */
function inboundLayers(node: unknown): string[] {
	if (Array.isArray(node)) {
		const [name, nodeIndex, tensorIndex]: unknown[] = node;
		if (typeof name === 'string' && typeof nodeIndex === 'number' && typeof tensorIndex === 'number') return [name];
		return node.flatMap(inboundLayers);
	}
	return typeof node === 'object' && node !== null ? Object.values(node).flatMap(inboundLayers) : [];
}
