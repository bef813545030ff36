import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const key = z.string().min(1).max(250).regex(/^[\w\-. :/]+$/);
const text = (longest: number) => z.object({ key, value: z.string().max(longest) });
const metric = z.object({
	key,
	value: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]),
	timestamp: z.int(),
	step: z.int()
});
const batch = z
	.object({
		run_id: z.string(),
		metrics: z.array(metric).max(1000),
		params: z.array(text(6000)).max(100),
		tags: z.array(text(8000)).max(100)
	})
	.refine(({ metrics, params, tags }) => metrics.length + params.length + tags.length <= 1000);

interface Answer {
	readonly status: number;
	readonly body: string;
	readonly headers?: Record<string, string>;
}

/** What the fake holds, and what it was told to do wrong. */
export interface FakeMlflow {
	readonly address: string;
	/** Calls in their order, such as `runs/create`; a file's path for a PUT. */
	readonly calls: string[];
	readonly experiments: Map<string, { id: string; deleted: boolean }>;
	readonly logged: z.infer<typeof batch>[];
	readonly files: Map<string, Buffer>;
	readonly models: Map<string, { versions: { source: string; run_id: string }[]; aliases: Record<string, string> }>;
	readonly updates: { run_id: string; status: string; end_time: number }[];
	readonly authorizations: Set<string | undefined>;
	/** Answers to give instead; `'hang'` never answers. */
	readonly instead: Map<string, Answer | 'hang'>;
	artifactRoot: string;
	close(): Promise<void>;
}

const says = (status: number, body: unknown): Answer => ({ status, body: JSON.stringify(body) });
const refuses = (status: number, error_code: string): Answer => says(status, { error_code, message: `${error_code}, says the fake` });

/** An MLflow server in memory that checks the limits of MLflow 3.17 and answers in its words. */
export async function fakeMlflow(): Promise<FakeMlflow> {
	const server = createServer((request, response) => void serve(request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const fake: FakeMlflow = {
		address: `http://127.0.0.1:${port}`,
		calls: [],
		experiments: new Map(),
		logged: [],
		files: new Map(),
		models: new Map(),
		updates: [],
		authorizations: new Set(),
		instead: new Map(),
		artifactRoot: 'mlflow-artifacts:/',
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		fake.authorizations.add(request.headers.authorization);
		const answer = answerTo(request.method ?? '', new URL(request.url ?? '/', fake.address), Buffer.concat(chunks));
		if (answer === 'hang') return;
		response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers }).end(answer.body);
	}

	function answerTo(method: string, url: URL, body: Buffer): Answer | 'hang' {
		const call = decodeURIComponent(url.pathname.replace(/^\/api\/2\.0\/mlflow(-artifacts\/artifacts)?\//, ''));
		fake.calls.push(call);
		const instead = fake.instead.get(call);
		if (instead !== undefined) return instead;
		if (method === 'PUT') {
			fake.files.set(call, body);
			return says(200, {});
		}
		if (call === 'experiments/get-by-name') return experiment(url.searchParams.get('experiment_name') ?? '');
		if (body.length > 1_000_000) return refuses(400, 'INVALID_PARAMETER_VALUE');
		return post(call, JSON.parse(body.toString()));
	}

	function experiment(name: string): Answer {
		const found = fake.experiments.get(name);
		if (found === undefined) return refuses(404, 'RESOURCE_DOES_NOT_EXIST');
		return says(200, { experiment: { experiment_id: found.id, name, lifecycle_stage: found.deleted ? 'deleted' : 'active' } });
	}

	function post(call: string, body: unknown): Answer {
		const fields = z.record(z.string(), z.unknown()).parse(body);
		const name = String(fields.name);
		const model = fake.models.get(name);
		switch (call) {
			case 'experiments/create':
				fake.experiments.set(name, { id: String(fake.experiments.size + 1), deleted: false });
				return says(200, { experiment_id: fake.experiments.get(name)?.id });
			case 'runs/create': {
				const folder = `${String(fields.experiment_id)}/run1/artifacts`;
				return says(200, { run: { info: { run_id: 'run1', artifact_uri: `${fake.artifactRoot}${folder}` }, data: {} } });
			}
			case 'runs/log-batch': {
				const parsed = batch.safeParse(body);
				if (!parsed.success) return refuses(400, 'INVALID_PARAMETER_VALUE');
				fake.logged.push(parsed.data);
				return says(200, {});
			}
			case 'runs/update':
				fake.updates.push(z.object({ run_id: z.string(), status: z.string(), end_time: z.int() }).parse(body));
				return says(200, {});
			case 'registered-models/create':
				if (model !== undefined) return refuses(400, 'RESOURCE_ALREADY_EXISTS');
				fake.models.set(name, { versions: [], aliases: {} });
				return says(200, { registered_model: { name } });
			case 'model-versions/create':
				model?.versions.push(z.object({ source: z.string(), run_id: z.string() }).parse(body));
				return says(200, { model_version: { name, version: String(model?.versions.length) } });
			case 'registered-models/alias':
				if (model !== undefined) model.aliases[String(fields.alias)] = String(fields.version);
				return says(200, {});
			default:
				return refuses(404, 'ENDPOINT_NOT_FOUND');
		}
	}

	return fake;
}
