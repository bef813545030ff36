/** The part of `DataTransfer` that is read here. */
type Transfer = Pick<DataTransfer, 'files' | 'items'>;

export type Dropped =
	| { readonly kind: 'file'; readonly file: File }
	| { readonly kind: 'refused'; readonly reason: string };

/** The one file of a drop, or a sentence why there is none. */
export function droppedFile(transfer: Transfer): Dropped {
	const folder = Array.from(transfer.items).some((item) => item.webkitGetAsEntry?.()?.isDirectory === true);
	if (folder) return { kind: 'refused', reason: 'That is a folder. Drop one file out of it.' };
	if (transfer.files.length > 1) {
		return { kind: 'refused', reason: `These are ${transfer.files.length} files. Drop one at a time.` };
	}
	const file = transfer.files.item(0);
	return file ? { kind: 'file', file } : { kind: 'refused', reason: 'Nothing that could be read was dropped.' };
}

export type Pasted =
	| { readonly kind: 'file'; readonly file: File }
	| { readonly kind: 'text'; readonly text: string }
	| { readonly kind: 'nothing' };

/** What a paste outside any field means: a copied file, or text of more than one line (a table; one line is none). */
export function pastedSource(clipboard: Pick<DataTransfer, 'files' | 'getData'>): Pasted {
	const file = clipboard.files.item(0);
	if (file) return { kind: 'file', file };
	const text = clipboard.getData('text/plain');
	return /\S[^]*[\r\n]+[^]*\S/.test(text) ? { kind: 'text', text } : { kind: 'nothing' };
}
