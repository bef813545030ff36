import { leafMark, zeroBoundBits } from './gpu-trees-tables';

export const workgroupRows = 64;

/**
 * One invocation a row, which walks every tree. Features come as bits, so that NaN, infinities and subnormal numbers, on
 * which WGSL gives no promise, are integers here. A split's left child is the node after it. Tables: `GpuTrees`.
 */
export const treesShader = /* wgsl */ `
struct Facts {
	rows: u32,
	width: u32,
	trees: u32,
	float32Sums: u32,
	start: u32,
	cutsFirst: u32,
}

@group(0) @binding(0) var<uniform> facts: Facts;
@group(0) @binding(1) var<storage, read> features: array<u32>;
@group(0) @binding(2) var<storage, read> nodes: array<vec4<u32>>;
@group(0) @binding(3) var<storage, read> roots: array<u32>;
@group(0) @binding(4) var<storage, read> setWords: array<u32>;
@group(0) @binding(5) var<storage, read_write> sums: array<vec2<u32>>;

const signBit = 0x80000000u;
const infinityBits = 0x7f800000u;
const oneBits = 0x3f800000u;

fn orderKey(bits: u32) -> u32 {
	if (bits == signBit) { return signBit; }
	return select(bits | signBit, ~bits, bits >= signBit);
}

fn isInSet(node: vec4<u32>, bits: u32) -> bool {
	let magnitude = bits & ~signBit;
	var category = 0u;
	if (bits > signBit) {
		// A negative number is none, or 0 where it is cut to an integer first.
		if (facts.cutsFirst == 0u || magnitude >= oneBits) { return false; }
	} else if (magnitude >= oneBits) {
		// Not below 2 to the 24th: more than any set holds.
		if (magnitude >= 0x4b800000u) { return false; }
		category = u32(bitcast<f32>(bits));
	}
	if (category >= node.w) { return false; }
	return ((setWords[node.x + (category >> 5u)] >> (category & 31u)) & 1u) == 1u;
}

fn goesLeft(node: vec4<u32>, bits: u32) -> bool {
	let kind = node.y & 7u;
	let magnitude = bits & ~signBit;
	if (magnitude > infinityBits || ((kind & 6u) == 2u && magnitude <= ${zeroBoundBits}u)) {
		return (kind & 1u) == 1u;
	}
	if (kind > 3u) { return isInSet(node, bits); }
	return orderKey(bits) < node.x;
}

@compute @workgroup_size(${workgroupRows})
fn main(@builtin(global_invocation_id) id: vec3<u32>) {
	let row = id.x;
	if (row >= facts.rows) { return; }
	let start = row * facts.width;
	var sum = bitcast<f32>(facts.start);
	var low = 0u;
	var high = 0u;
	for (var tree = 0u; tree < facts.trees; tree++) {
		var at = roots[tree];
		var node = nodes[at];
		while (node.y != ${leafMark}u) {
			at = select(node.z, at + 1u, goesLeft(node, features[start + (node.y >> 3u)]));
			node = nodes[at];
		}
		if (facts.float32Sums == 1u) {
			sum = sum + bitcast<f32>(node.x);
		} else {
			low = low + node.x;
			high = high + node.z + select(0u, 1u, low < node.x);
		}
	}
	sums[row] = select(vec2<u32>(low, high), vec2<u32>(bitcast<u32>(sum), 0u), facts.float32Sums == 1u);
}
`;
