import process from 'node:process';
import { z } from '../../src/lib/core/zod';

// duckdb-copy.ts MODULE SQL runs one statement in DuckDB and prints how many seconds it took. A process of its own, since
// the library lives in ours otherwise, with its threads and memory.

interface Connection {
	run(sql: string): Promise<{ getRowsJson(): Promise<unknown[][]> }>;
}

interface Module {
	readonly DuckDBInstance: { create(path: string): Promise<{ connect(): Promise<Connection> }> };
}

const isModule = (loaded: unknown): loaded is Module =>
	typeof loaded === 'object' && loaded !== null && 'DuckDBInstance' in loaded && typeof loaded.DuckDBInstance === 'function';

const [address = '', sql = ''] = process.argv.slice(2);
const loaded: unknown = await import(address);
if (!isModule(loaded)) throw new Error(`${address} is not DuckDB's package for Node.`);
const connection = await (await loaded.DuckDBInstance.create(':memory:')).connect();
const began = performance.now();
await connection.run(sql);
const seconds = (performance.now() - began) / 1000;
const settings = await (await connection.run("SELECT version(), current_setting('threads')::VARCHAR")).getRowsJson();
const [[version, threads]] = z.tuple([z.tuple([z.string(), z.string()])]).parse(settings);
console.log(JSON.stringify({ seconds, about: `DuckDB ${version}, ${threads} threads` }));
