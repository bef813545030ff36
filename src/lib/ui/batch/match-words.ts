import type { ColumnMatch } from '../../state/types';

/** How a column was found, for a person. */
export function matchWords(match: ColumnMatch, optional: boolean): string {
	switch (match.how) {
		case 'exact':
			return 'same name';
		case 'normalised':
			return 'same name but for case or spaces';
		case 'alias':
			return 'another name for it';
		case 'chosen':
			return 'chosen by you';
		case 'missing': {
			const missing = optional ? 'not in the file (optional)' : 'missing';
			return match.suggestion === null ? missing : `${missing}; did you mean “${match.suggestion}”?`;
		}
	}
}

/** One line for all columns: how many of those needed were found, and how many optional ones. */
export function matchSummary(matches: readonly ColumnMatch[], optional: readonly string[]): string {
	const needed = matches.filter((match) => !optional.includes(match.column));
	const found = needed.filter((match) => match.index !== null).length;
	const byOtherName = needed.filter((match) => match.index !== null && match.how !== 'exact').length;
	const labels = matches.filter((match) => optional.includes(match.column) && match.index !== null);
	return [
		found === needed.length ? `all ${needed.length} found` : `${found} of ${needed.length} found`,
		byOtherName > 0 ? `${byOtherName} by another name` : '',
		labels.length > 0 ? `with ${labels.map((match) => match.column).join(', ')}` : ''
	]
		.filter(Boolean)
		.join(', ');
}
