import { createServer } from 'node:http';
import process from 'node:process';
import { loadPackFrom } from '../../scripts/cli/pack-folder';
import { soleNetwork } from '../../src/lib/core/members/model';
import { scoreOfMargin } from '../../src/lib/core/pack/score';
import { z } from '../../src/lib/core/zod';
import { createCpuBackend } from '../../src/lib/engine/backends/cpu';
import { mlpPack } from '../plain-model';

// A scoring service as the older systems have it: POST a transaction as JSON, get its probability. The same features and
// network as everywhere, in TypeScript. Prints its address and ends when its standard input does.

const { manifest, model, pipeline } = await loadPackFrom(mlpPack);
const network = soleNetwork(model);
if (!network) throw new Error(`${mlpPack} is not one network.`);
const backend = await createCpuBackend(network);
const transaction = z.record(z.string(), z.number());
const columns = pipeline.rawNames.map(() => new Float64Array(1));

async function probabilityOf(body: string): Promise<number> {
	const values = transaction.parse(JSON.parse(body));
	pipeline.rawNames.forEach((name, c) => (columns[c][0] = values[name]));
	const features = new Float32Array(pipeline.width);
	const margin = new Float32Array(1);
	pipeline.begin().transform({ rows: 1, columns, labels: null }, features);
	await backend.margins(features, 1, margin);
	return scoreOfMargin(margin[0], manifest);
}

const server = createServer((request, response) => {
	let body = '';
	request.setEncoding('utf8');
	request.on('data', (chunk: string) => (body += chunk));
	request.on('end', () => {
		probabilityOf(body).then(
			(probability) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ probability })),
			(error: unknown) => response.writeHead(400).end(String(error))
		);
	});
});
server.listen(0, '127.0.0.1', () => {
	const taken = server.address();
	if (taken !== null && typeof taken === 'object') console.log(`http://127.0.0.1:${taken.port}/`);
});
process.stdin.resume().once('end', () => {
	server.closeAllConnections();
	server.close();
});
