import { ShrikeError } from '../../core/errors';
import { z } from '../../core/zod';
import { mlflowAddress } from './address';

/** How to reach an MLflow server. Nothing is sent anywhere else. */
export interface MlflowClient {
	/** As the user gave it: http or https, with a path where a proxy has one, and `user:password@` where it asks for one. */
	readonly address: string;
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	/** Of each request; 30 seconds by default. */
	readonly timeoutMs?: number;
	/** The `Authorization` header, such as `Bearer …`; goes before what the address says. */
	readonly authorization?: string;
	readonly signal?: AbortSignal;
}

interface Request {
	/** Names the request in errors. */
	readonly call: string;
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH';
	/** Below the address, with its query. */
	readonly path: string;
	readonly type?: string;
	readonly body?: BodyInit;
}

const complaint = z.object({ error_code: z.string().catch(''), message: z.string().catch('') });

/** A server's own words can be a page of HTML or a trace. */
const longestQuote = 300;

/** A refusal of the server, with MLflow's `error_code` in `detail.errorCode`. */
function refused(request: Request, origin: string, text: string, detail: Record<string, string | number> = {}): ShrikeError {
	return new ShrikeError('tracking.refused', `MLflow at ${origin} refused ${request.call}: ${text}`, {
		call: request.call,
		...detail
	});
}

async function send(client: MlflowClient, request: Request): Promise<{ response: Response; text: string; origin: string }> {
	const { url, authorization } = mlflowAddress(client.address);
	const timeout = AbortSignal.timeout(client.timeoutMs ?? 30_000);
	const signal = client.signal === undefined ? timeout : AbortSignal.any([client.signal, timeout]);
	const headers = new Headers();
	if (request.type !== undefined) headers.set('content-type', request.type);
	const proof = client.authorization ?? authorization;
	if (proof !== undefined) headers.set('authorization', proof);
	const { method, body } = request;
	try {
		// A redirect could take the run, and the password, to another machine: none is followed.
		const init: RequestInit = { method, headers, body, signal, redirect: 'manual', credentials: 'omit' };
		const response = await client.fetch(`${url}${request.path}`, init);
		return { response, text: await response.text(), origin: new URL(url).origin };
	} catch (thrown) {
		client.signal?.throwIfAborted();
		const why = timeout.aborted ? 'no answer in time' : causeOf(thrown);
		throw new ShrikeError(
			'tracking.unreachable',
			`MLflow at ${new URL(url).origin} could not be reached (${request.call}: ${why}). Check the address and that the server runs.`,
			{ call: request.call },
			{ cause: thrown }
		);
	}
}

/** Node's fetch says "fetch failed" and hides the reason. */
function causeOf(thrown: unknown): string {
	if (!(thrown instanceof Error)) return String(thrown);
	return thrown.cause instanceof Error && thrown.cause.message !== '' ? thrown.cause.message : thrown.message;
}

/**
 * The server's reply to a request. Throws ShrikeError `tracking.unreachable` without an answer (or none in time),
 * `tracking.refused` for an error status, a redirect or a reply that is not MLflow's, both naming the call;
 * `url.invalid` for the address; what the signal was aborted with.
 */
export async function callMlflow<Reply>(client: MlflowClient, request: Request, reply: z.ZodType<Reply>): Promise<Reply> {
	const { response, text, origin } = await send(client, request);
	if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
		const to = response.headers.get('location');
		const advice = `it redirects${to === null ? '' : ` to ${to.slice(0, longestQuote)}`}. Give the address it redirects to, if you trust it.`;
		throw refused(request, origin, advice, { status: response.status });
	}
	if (!response.ok) {
		const said = complaint.safeParse(parseJson(text));
		const { error_code: errorCode, message } = said.success ? said.data : { error_code: '', message: text };
		const words = message.trim().slice(0, longestQuote) || 'it gave no reason';
		throw refused(request, origin, `${response.status} ${words}`, { status: response.status, errorCode });
	}
	const parsed = reply.safeParse(parseJson(text));
	if (parsed.success) return parsed.data;
	throw refused(request, origin, 'its answer is not one of MLflow’s. Check that the address is that of an MLflow server.');
}

/** {@link callMlflow} of MLflow's REST API with a JSON body; `name` such as `runs/create`. */
export function postMlflow<Reply>(
	client: MlflowClient,
	name: string,
	body: object,
	reply: z.ZodType<Reply>
): Promise<Reply> {
	const path = `/api/2.0/mlflow/${name}`;
	return callMlflow(client, { call: name, method: 'POST', path, type: 'application/json', body: JSON.stringify(body) }, reply);
}

/** MLflow's `error_code` of a refusal; null for anything else. */
export function refusalOf(thrown: unknown): string | null {
	if (!(thrown instanceof ShrikeError) || thrown.code !== 'tracking.refused') return null;
	return typeof thrown.detail.errorCode === 'string' ? thrown.detail.errorCode : null;
}

function parseJson(text: string): unknown {
	if (text === '') return {};
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
