/**
 * Hides the middle of what looks like a full card number: 12 to 19 digits, spaces or dashes between them allowed, that
 * pass the Luhn check (ISO/IEC 7812-1, annex B). Its last four digits stay. Any other text comes back as it is.
 */
export function maskCardNumber(text: string): string {
	if (text.length < 12 || text.length > 40) return text;
	const digits = text.replace(/[ -]/g, '');
	if (!/^\d{12,19}$/.test(digits) || !passesLuhn(digits)) return text;
	return `…${digits.slice(-4)}`;
}

function passesLuhn(digits: string): boolean {
	let sum = 0;
	for (let i = 0; i < digits.length; i++) {
		const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
		const doubled = i % 2 === 1 ? digit * 2 : digit;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}
