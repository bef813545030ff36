import { expect, test } from 'vitest';
import { amongStrangers, inForeignFrame, type Framed } from './framing';

const own = 'https://shrike.example';

/** A page in frames: origins from the page itself outwards, null for one that the browser hides. */
function page(...origins: readonly (string | null)[]): Framed {
	const made: Framed = {
		get parent() {
			return origins.length > 1 ? page(...origins.slice(1)) : made;
		},
		get location() {
			const [origin] = origins;
			if (origin == null) throw new DOMException('Blocked a frame from accessing another.', 'SecurityError');
			return { origin, ancestorOrigins: origins.slice(1).map((around) => around ?? 'https://evil.example') };
		}
	};
	return made;
}

test('a page by itself, or in frames of its own origin, is at home', () => {
	expect(inForeignFrame(page(own))).toBe(false);
	expect(inForeignFrame(page(own, own, own))).toBe(false);
});

test('a page in another origin’s frame is abroad, however deep', () => {
	expect(inForeignFrame(page(own, null))).toBe(true);
	expect(inForeignFrame(page(own, own, null))).toBe(true);
	expect(inForeignFrame(page(own, `${own}:8443`))).toBe(true);
});

test('every page around has to be allowed, where the browser tells', () => {
	const portal = 'https://portal.example';
	expect(amongStrangers(page(own), [own])).toBe(false);
	expect(amongStrangers(page(own, portal), [own, portal])).toBe(false);
	expect(amongStrangers(page(own, portal), [own])).toBe(true);
	expect(amongStrangers(page(own, portal, null), [own, portal])).toBe(true);
	const silent: Framed = { location: { origin: own }, get parent() { return page(portal); } };
	expect(amongStrangers(silent, [own])).toBe(false);
});
