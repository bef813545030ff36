import { describe, expect, it } from 'vitest';
import { ShrikeError } from '../errors';
import { fileNameOf, httpsAddress } from './address';

describe('httpsAddress', () => {
	it.each([
		['https://example.org/a/b.csv?x=1', 'https://example.org/a/b.csv?x=1'],
		['  https://example.org/a.csv ', 'https://example.org/a.csv'],
		['gs://my-bucket/dir/day 1.csv', 'https://storage.googleapis.com/my-bucket/dir/day%201.csv'],
		['s3://my-bucket/dir/a+b.csv', 'https://my-bucket.s3.amazonaws.com/dir/a%2Bb.csv'],
		['S3://my.dotted.bucket/a.csv', 'https://s3.amazonaws.com/my.dotted.bucket/a.csv'],
		['http://localhost:8080/a.csv', 'http://localhost:8080/a.csv'],
		['http://127.0.0.1/a.csv', 'http://127.0.0.1/a.csv']
	])('%s is read from %s', (typed, expected) => {
		expect(httpsAddress(typed).href).toBe(expected);
	});

	it.each(['', 'file.csv', 'http://example.org/a.csv', 'ftp://example.org/a.csv', 'javascript:alert(1)', 'gs://bucket'])(
		'%j is refused with a sentence',
		(typed) => {
			expect(() => httpsAddress(typed)).toThrow(ShrikeError);
			expect(() => httpsAddress(typed)).toThrow(/https:\/\//);
		}
	);
});

describe('fileNameOf', () => {
	it.each([
		['https://example.org/dir/day%201.csv?sig=1', 'day 1.csv'],
		['https://example.org/', 'example.org'],
		['https://example.org/%E0%A4%A', '%E0%A4%A']
	])('%s is called %s', (address, name) => {
		expect(fileNameOf(new URL(address))).toBe(name);
	});
});
