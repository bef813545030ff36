import type { Certificate } from '../../core/backend';
import { formatProbability, type Locale } from '../format';

/** Hex digits shown of a certificate's id: enough to compare by eye. */
const shownDigits = 8;

export function shortId(certificate: Pick<Certificate, 'id'>): string {
	return certificate.id.slice(0, shownDigits);
}

/** What a certificate says, in a sentence: where it ran, and how far its scores are from the reference. */
export function certificateWords(certificate: Certificate, locale?: Locale): string {
	const error = formatProbability(certificate.maxAbsError, locale);
	const tolerance = formatProbability(certificate.tolerance, locale);
	const where = `${certificate.backend} on ${certificate.device}`;
	return certificate.passed
		? `${where}: scores differ from the reference by at most ${error}, allowed are ${tolerance}.`
		: `${where}: did not pass; scores differ from the reference by up to ${error}, allowed are ${tolerance}.`;
}
