import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from '../../src/lib/core/zod';
import { startService, withTypeScript } from '../child';
import type { Contender } from './types';

const clients = 4;
/** Minutes pass otherwise. */
const mostRows = 20_000;
const reply = z.object({ probability: z.number() });

/** The first rows of a file as JSON objects; reading them is not measured. */
async function transactions(path: string, most: number): Promise<string[]> {
	const lines = createInterface({ input: createReadStream(path) });
	const bodies: string[] = [];
	let headers: readonly string[] | null = null;
	for await (const line of lines) {
		const cells = line.split(',');
		if (headers === null) headers = cells;
		else bodies.push(JSON.stringify(Object.fromEntries(headers.map((header, c) => [header, Number(cells[c])]))));
		if (bodies.length === most) break;
	}
	lines.close();
	return bodies;
}

function post(address: string, agent: Agent, body: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
		const sent = request(address, { method: 'POST', agent, headers }, (response) => {
			let text = '';
			response.setEncoding('utf8');
			response.on('data', (chunk: string) => (text += chunk));
			response.on('end', () => {
				if (response.statusCode === 200) resolve(reply.parse(JSON.parse(text)).probability);
				else reject(new Error(`The service answered ${response.statusCode}: ${text}`));
			});
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

/** The architecture of the systems that Shrike replaces, on one machine without a network between. */
export const httpRows: Contender = {
	id: 'http',
	name: `HTTP service, one JSON row a request, ${clients} clients`,
	scoresMlp: true,
	needs: '',
	async open({ path, rows, folder }) {
		const service = await startService([...withTypeScript, 'bench/contenders/http-service.ts']);
		const bodies = await transactions(path, Math.min(rows, mostRows));
		const output = join(folder, 'http.csv');
		return {
			about: 'node:http, connections kept alive',
			caveat: bodies.length < rows ? `extrapolated from ${bodies.length.toLocaleString('en')} rows` : '',
			async run() {
				const agent = new Agent({ keepAlive: true, maxSockets: clients });
				const scores = new Float64Array(bodies.length);
				let next = 0;
				const client = async (): Promise<void> => {
					for (let row = next++; row < bodies.length; row = next++) scores[row] = await post(service.address, agent, bodies[row]);
				};
				const began = performance.now();
				await Promise.all(Array.from({ length: clients }, client));
				const seconds = (performance.now() - began) / 1000;
				agent.destroy();
				await writeFile(output, `fraud_probability\n${scores.join('\n')}\n`);
				return { seconds: (seconds * rows) / bodies.length, output };
			},
			close: () => service.stop()
		};
	}
};
