// A browser of a test calls nobody: requests that the session records are then the page's own.
const quiet = [
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync'
];

/** Chromium has no sandbox for root, as in most containers. */
export const chromiumArgs: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox', ...quiet] : quiet;

/** WebGPU without a GPU: Dawn on SwiftShader. Without these `navigator.gpu` exists and its adapter is null. */
export const softwareWebGpuArgs: readonly string[] = [
	'--enable-unsafe-webgpu',
	'--use-webgpu-adapter=swiftshader',
	'--enable-features=Vulkan,WebGPU'
];
