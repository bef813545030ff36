const longest = 40;
// Eleven to nineteen digits, in groups or not: what a payment card's number looks like.
const cardNumber = /(?:\d[ -]?){10,18}\d/;

/**
 * What the user wrote, quoted for a message: cut to 40 characters, and not repeated at all where it looks like a card
 * number, because messages end up in logs and screenshots.
 */
export function echo(text: string): string {
	if (cardNumber.test(text)) return 'a value that looks like a card number (not shown)';
	return `“${text.length > longest ? `${text.slice(0, longest)}…` : text}”`;
}
