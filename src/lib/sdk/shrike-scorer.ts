import { open } from './connect';
import { ShrikeEmbedError } from './errors';
import type { Frame } from './frame';
import { eventNames, hostError } from './messages';
import { frameUrl, reloading, themeIn, thresholdsIn } from './scorer-attributes';
import type {
	BatchResult,
	CallOptions,
	Columns,
	Info,
	Policy,
	Rows,
	ScoreFileOptions,
	ShrikeFrame,
	ShrikeScorerElement,
	SingleResult,
	Theme,
	Thresholds,
	Transaction
} from './types';

/** The frame may run, keep its own storage, take input and give downloads; not open windows or lead the page elsewhere. */
const sandbox = 'allow-scripts allow-same-origin allow-forms allow-downloads';

/** A page's rule for `shrike-scorer` goes before `:host`. */
const css =
	':host{display:block;inline-size:100%;block-size:40rem}:host([hidden]){display:none}' +
	'iframe{display:block;inline-size:100%;block-size:100%;border:0}';

/** The class of `<shrike-scorer>`. A function, since there is no `HTMLElement` where pages are rendered on a server. */
export function scorerClass(Base: typeof HTMLElement) {
	return class extends Base implements ShrikeScorerElement {
		static readonly observedAttributes = [...reloading, 'theme', 'policy', 'title'];

		readonly #root = this.attachShadow({ mode: 'open' });
		#iframe: HTMLIFrameElement | null = null;
		#frame: Frame | null = null;
		/** Why there is no frame. */
		#none: unknown = hostError('embed.closed');
		#started = false;
		#stale = false;
		/** What a frame that was loaded anew must be told, if its address does not. */
		#theme: Theme | null = null;
		#thresholds: Thresholds | null = null;

		get frame(): Promise<ShrikeFrame> {
			return this.#frame?.connected ?? Promise.reject(this.#none);
		}

		connectedCallback(): void {
			// Made, not parsed: it needs no `unsafe-inline` in the page's policy.
			const sheet = new CSSStyleSheet();
			sheet.replaceSync(css);
			this.#root.adoptedStyleSheets = [sheet];
			this.#started = true;
			this.#start();
		}

		disconnectedCallback(): void {
			this.#started = false;
			this.#stop('embed.closed');
		}

		attributeChangedCallback(name: string, before: string | null, after: string | null): void {
			if (!this.#started || before === after) return;
			const thresholds = name === 'policy' ? thresholdsIn(after) : null;
			if (name === 'policy') this.#thresholds = thresholds;
			if (name === 'title') this.#entitle();
			else if (this.#frame && name === 'theme') this.setTheme(themeIn(after)).catch(this.#complain);
			else if (this.#frame && thresholds) this.setPolicy(thresholds).catch(this.#complain);
			else this.#reload();
		}

		score(transaction: Transaction, options?: CallOptions): Promise<SingleResult>;
		score(rows: readonly Transaction[] | { columns: Columns }, options?: CallOptions): Promise<BatchResult>;
		score(rows: Rows, options?: CallOptions): Promise<SingleResult | BatchResult>;
		async score(rows: Rows, options?: CallOptions): Promise<SingleResult | BatchResult> {
			return this.#present().score(rows, options);
		}

		async scoreFile(file: Blob, options?: ScoreFileOptions): Promise<BatchResult> {
			return this.#present().scoreFile(file, options);
		}

		async cancel(): Promise<{ cancelled: number }> {
			return this.#present().cancel();
		}

		async setPolicy(thresholds: Thresholds): Promise<{ policy: Policy }> {
			this.#thresholds = thresholds;
			return this.#present().setPolicy(thresholds);
		}

		async setTheme(theme: Theme): Promise<{ theme: Theme }> {
			this.#theme = theme;
			return this.#present().setTheme(theme);
		}

		async info(): Promise<Info> {
			return this.#present().info();
		}

		close(): void {
			this.#frame?.close();
		}

		/** Also while it is being connected: its calls wait. */
		#present(): Frame {
			if (!this.#frame) throw this.#none;
			return this.#frame;
		}

		#start(): void {
			try {
				const url = frameUrl(this);
				const iframe = this.ownerDocument.createElement('iframe');
				this.#iframe = iframe;
				this.#entitle();
				iframe.setAttribute('sandbox', sandbox);
				// The server answers frames of allowed origins only, and knows them by this; never the page's path.
				iframe.referrerPolicy = 'strict-origin';
				iframe.src = url.href;
				this.#root.append(iframe);
				this.#follow(open(iframe, { origin: url.origin }));
			} catch (error) {
				this.#stop('embed.closed');
				this.#none = error;
				this.#complain(error);
			}
		}

		#follow(frame: Frame): void {
			this.#frame = frame;
			const teller: ShrikeFrame = frame;
			for (const name of eventNames) {
				teller.addEventListener(name, ({ detail }) => this.dispatchEvent(new CustomEvent(name, { detail })));
			}
			teller.addEventListener('ready', ({ detail: { theme, policy } }) => {
				const thresholds = this.#thresholds;
				const same = policy?.review === thresholds?.review && policy?.decline === thresholds?.decline;
				if (this.#theme && this.#theme !== theme) frame.setTheme(this.#theme).catch(this.#complain);
				if (thresholds && !same) frame.setPolicy(thresholds).catch(this.#complain);
			});
			frame.connected.catch((error: unknown) => {
				if (this.#frame !== frame) return;
				this.#frame = null;
				this.#none = error;
				this.#complain(error);
			});
		}

		#stop(code: 'embed.closed' | 'embed.reloaded'): void {
			const frame = this.#frame;
			this.#none = hostError(code);
			this.#frame = null;
			frame?.fail(this.#none);
			this.#iframe?.remove();
			this.#iframe = null;
		}

		/** Once, however many attributes change together. A new iframe leaves nothing in the page's history. */
		#reload(): void {
			if (this.#stale) return;
			this.#stale = true;
			queueMicrotask(() => {
				this.#stale = false;
				if (!this.#started) return;
				this.#stop('embed.reloaded');
				this.#start();
			});
		}

		#entitle(): void {
			if (this.#iframe) this.#iframe.title = this.getAttribute('title') ?? 'Shrike: fraud scoring';
		}

		/** An error that no call of the page's would tell. */
		readonly #complain = (error: unknown): void => {
			const code = error instanceof ShrikeEmbedError ? error.code : 'embed.bad-params';
			const detail = { code, message: error instanceof Error ? error.message : String(error) };
			this.dispatchEvent(new CustomEvent('error', { detail }));
		};
	};
}
