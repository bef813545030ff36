import { describe, expect, it } from 'vitest';
import { droppedFile, pastedSource } from './dropped';

function fileList(...files: File[]): FileList {
	return Object.assign([...files], { item: (index: number) => files[index] ?? null });
}

const csv = new File(['a,b\n1,2\n'], 'a.csv');
const noItems: DataTransferItemList = Object.assign([], {
	add: () => null,
	clear: () => undefined,
	remove: () => undefined
});

describe('droppedFile', () => {
	it('takes one file', () => {
		expect(droppedFile({ files: fileList(csv), items: noItems })).toEqual({ kind: 'file', file: csv });
	});

	it('refuses several and none with a sentence', () => {
		expect(droppedFile({ files: fileList(csv, csv), items: noItems })).toMatchObject({ kind: 'refused' });
		expect(droppedFile({ files: fileList(), items: noItems })).toMatchObject({ kind: 'refused' });
	});
});

describe('pastedSource', () => {
	const clipboard = (text: string, ...files: File[]) => ({ files: fileList(...files), getData: () => text });

	it('prefers a file, takes a table, leaves a single line alone', () => {
		expect(pastedSource(clipboard('', csv))).toEqual({ kind: 'file', file: csv });
		expect(pastedSource(clipboard('a,b\r\n1,2'))).toEqual({ kind: 'text', text: 'a,b\r\n1,2' });
		expect(pastedSource(clipboard('one line\n'))).toEqual({ kind: 'nothing' });
		expect(pastedSource(clipboard(''))).toEqual({ kind: 'nothing' });
	});
});
