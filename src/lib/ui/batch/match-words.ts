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
