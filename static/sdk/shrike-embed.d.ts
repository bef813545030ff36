/*! Shrike embed SDK, MIT licence. Built from src/lib/sdk by `npx tsx scripts/build-sdk.ts`; do not edit. */
/** One transaction: raw values by the pack's column names or their aliases. Absent, null and '' are blank. */
export type Transaction = Record<string, string | number | boolean | null>;
/** What a column of numbers may be. */
export type NumberColumn = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;
/**
 * Many transactions as columns of one length. NaN is a blank cell. An array that is alone on its buffer is handed over and
 * is empty afterwards; one that shows a part of a larger buffer, or shared or WebAssembly memory, is copied.
 */
export type Columns = Record<string, NumberColumn | string[]>;
/** What `score` takes. */
export type Rows = Transaction | readonly Transaction[] | {
    columns: Columns;
};
export type Decision = 'approve' | 'review' | 'decline';
export type Theme = 'system' | 'light' | 'dark';
export type Backend = 'webgpu' | 'wasm' | 'cpu';
/** Scores from `review` up are looked at by a person, from `decline` up refused. Both in [0, 1]. */
export interface Thresholds {
    review: number;
    decline?: number | undefined;
}
export interface Policy extends Thresholds {
    kind: 'threshold';
}
export interface PackFacts {
    name: string;
    title: string;
    version: string;
    sha256: string;
}
export interface PackInfo extends PackFacts {
    columns: {
        name: string;
        type: string;
        role: string;
        optional: boolean;
        aliases: string[];
    }[];
}
/** What the frame is and what it can do where it is. */
export interface Info {
    /** Version of the messages between this SDK and the frame. */
    protocol: number;
    /** Of the app: a hash of its sources. */
    version: string;
    /** Null while none could be loaded. */
    pack: PackInfo | null;
    policy: Policy | null;
    backend: Backend | null;
    /** Of the backend's self-test on the pack's golden vectors. */
    certificate: string | null;
    /** `kept`: in the frame's own database. `memory`: gone with the frame. */
    storage: 'kept' | 'memory';
    /** Why it is `memory`, in words. */
    storageReason: string | null;
    crossOriginIsolated: boolean;
    theme: Theme;
    /** BCP 47 tag by which numbers are written; null for the browser's own. */
    locale: string | null;
    busy: boolean;
    /** The most that the frame accepts, by name. */
    limits: Record<string, number>;
}
/** One scored transaction. */
export interface SingleResult {
    kind: 'single';
    id: string;
    /** Calibrated fraud probability in [0, 1]. */
    score: number;
    /** The logit before calibration, by which transactions rank. */
    margin: number;
    decision: Decision;
    policy: Policy;
    pack: PackFacts;
    backend: Backend;
    certificate: string;
    /** From request to score, inside the frame. */
    latencyMs: number;
    warnings: string[];
}
/** Many scored transactions: `rows` from the host's memory, `file` from a file. */
export interface BatchResult {
    kind: 'rows' | 'file';
    runId: string;
    name: string;
    rows: number;
    scored: number;
    rejected: number;
    flagged: number;
    /** Sum of the flagged rows' amounts, in the amount column's unit. */
    flaggedAmount: number;
    policy: Policy;
    pack: PackFacts;
    backends: Backend[];
    elapsedMs: number;
    /** Fraud probability of every row in its order, NaN where it could not be scored; null when not asked for, or too many. */
    scores: Float64Array | null;
    /** 0 approve, 1 review, 2 decline, 255 not scored. */
    decisions: Uint8Array | null;
    /** The first thousands of rows that could not be scored, by 1-based row; `rejected` counts them all. */
    rejects: {
        row: number;
        code: string;
        message: string;
    }[];
    /** The CSV with `fraud_probability`, `decision` and `error` on every row; null when not asked for. */
    scoredFile: Blob | null;
}
/** `call` is the same number in every event about one call; null for what the analyst does in the frame. */
export interface ProgressDetail {
    call: number | null;
    rows: number;
    rejected: number;
    flagged: number;
    /** Of the file's bytes, in [0, 1]; null while it is not known. */
    share: number | null;
}
export interface ScoredDetail {
    call: number | null;
    kind: 'single' | 'rows' | 'file';
    /** Of the run; of the prediction for a single one. */
    id: string;
    rows: number;
    rejected: number;
    flagged: number;
    pack: string;
}
export interface DecisionDetail {
    call: number | null;
    kind: 'single' | 'file';
    id: string;
    /** Of a single transaction; null for a file. */
    decision: Decision | null;
    score: number | null;
    /** How many rows are flagged by it; 0 or 1 for a single transaction. */
    flagged: number;
    policy: Policy;
}
/** Something went wrong that belongs to no call. */
export interface ErrorDetail {
    code: string;
    message: string;
}
export interface ShrikeEventMap {
    /** The frame was loaded anew, or another pack was loaded in it. */
    ready: CustomEvent<Info>;
    progress: CustomEvent<ProgressDetail>;
    scored: CustomEvent<ScoredDetail>;
    decision: CustomEvent<DecisionDetail>;
    error: CustomEvent<ErrorDetail>;
}
export interface CallOptions {
    /** Abort rejects the promise at once with the signal's reason and stops the work in the frame. */
    signal?: AbortSignal;
}
export interface ScoreFileOptions extends CallOptions {
    /** What the frame calls it; the file's own name by default. */
    name?: string;
    /** Whether the answer holds score and decision of every row. Default true. */
    scores?: boolean;
    /** Whether the answer holds the scored CSV. Default true. */
    scoredFile?: boolean;
}
/** What can be asked of a frame. Every promise settles; rejections are `ShrikeEmbedError`s or the signal's reason. */
export interface ShrikeCalls {
    /** Scores one transaction. */
    score(transaction: Transaction, options?: CallOptions): Promise<SingleResult>;
    /** Scores transactions as one run, in which later ones know earlier ones: up to 10,000 as objects, or more as columns. */
    score(rows: readonly Transaction[] | {
        columns: Columns;
    }, options?: CallOptions): Promise<BatchResult>;
    score(rows: Rows, options?: CallOptions): Promise<SingleResult | BatchResult>;
    /** Scores a CSV, plain or gzipped, and shows it in the frame. The file goes by reference. */
    scoreFile(file: Blob, options?: ScoreFileOptions): Promise<BatchResult>;
    /** Gives up everything this host has under way: those promises reject with `engine.cancelled`. */
    cancel(): Promise<{
        cancelled: number;
    }>;
    /** Decides by these thresholds from the next call on. */
    setPolicy(thresholds: Thresholds): Promise<{
        policy: Policy;
    }>;
    setTheme(theme: Theme): Promise<{
        theme: Theme;
    }>;
    info(): Promise<Info>;
    /** Ends the connection: open calls reject with `embed.closed`, later ones too. */
    close(): void;
}
type Listener<Target, E> = ((this: Target, event: E) => unknown) | {
    handleEvent(event: E): unknown;
};
/** A connected frame. It reconnects by itself when the frame is loaded anew, and says so by `ready`. */
export interface ShrikeFrame extends ShrikeCalls, EventTarget {
    addEventListener<K extends keyof ShrikeEventMap>(type: K, listener: Listener<ShrikeFrame, ShrikeEventMap[K]> | null, options?: boolean | AddEventListenerOptions): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void;
    removeEventListener<K extends keyof ShrikeEventMap>(type: K, listener: Listener<ShrikeFrame, ShrikeEventMap[K]> | null, options?: boolean | EventListenerOptions): void;
    removeEventListener(type: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void;
}
export interface ConnectOptions {
    /** The frame's exact origin, such as `https://shrike.example.com`. Nothing is said to, or taken from, any other. */
    origin: string;
    /** How long to wait until the frame is ready. Default 20,000. */
    timeoutMs?: number;
    signal?: AbortSignal;
}
/**
 * `<shrike-scorer src="https://shrike.example.com/embed">`: the frame with a connection to it. `theme` and `policy` (`0.5`, or
 * `0.5,0.9` for review and decline) can change at any time; `src`, `pack`, `view` and `locale` load the frame anew.
 * Its events do not bubble.
 */
export interface ShrikeScorerElement extends HTMLElement, ShrikeCalls {
    /** The present connection, another one after the frame was loaded anew; rejects while the element is in no document. */
    readonly frame: Promise<ShrikeFrame>;
    addEventListener<K extends keyof ShrikeEventMap>(type: K, listener: Listener<ShrikeScorerElement, ShrikeEventMap[K]> | null, options?: boolean | AddEventListenerOptions): void;
    addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
    addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
    removeEventListener<K extends keyof ShrikeEventMap>(type: K, listener: Listener<ShrikeScorerElement, ShrikeEventMap[K]> | null, options?: boolean | EventListenerOptions): void;
    removeEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown, options?: boolean | EventListenerOptions): void;
    removeEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | EventListenerOptions): void;
}
declare global {
    interface HTMLElementTagNameMap {
        'shrike-scorer': ShrikeScorerElement;
    }
}

/** Why a call, or the connection, failed. */
export declare class ShrikeEmbedError extends Error {
    readonly code: string;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly name = "ShrikeEmbedError";
    /**
     * @param code Stable: an `embed.…` one of the connection, or that of any failure of scoring, such as `file.missing-columns`.
     * @param detail Facts for a program, by the code.
     */
    constructor(code: string, message: string, detail?: Readonly<Record<string, unknown>>, options?: ErrorOptions);
}

/**
 * Connects to the Shrike in an iframe, whether it is loaded already or not. One connection at a time: an earlier one to the
 * same iframe is closed.
 *
 * @returns The frame, as soon as it is ready. Rejects with a TypeError when `origin` is not exact; with `embed.no-answer` after
 *   `timeoutMs`, `embed.version`, or the signal's reason.
 */
export declare function connect(iframe: HTMLIFrameElement, options: ConnectOptions): Promise<ShrikeFrame>;
