/** A column of {@link RecordTable}. The first one names the record. */
export interface RecordColumn<K extends string = string> {
	readonly key: K;
	readonly label: string;
	/** Numbers go to the end, so that their digits align. */
	readonly align?: 'end';
}

/** Whether a record can be deleted, and the name of the button that does it or says why not. */
export interface Removal {
	readonly label: string;
	readonly blocked: boolean;
}
