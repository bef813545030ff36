import { expect, test } from 'vitest';
import { amongStrangers, inForeignFrame, possibleHosts, type Framed } from './framing';

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

test('only the page around is spoken to, where the browser tells which that is', () => {
	const [portal, other] = ['https://portal.example', 'https://other.example'];
	expect(possibleHosts(page(own, portal, other), [own, portal, other])).toEqual([portal]);
	expect(possibleHosts(page(own, 'null'), [own, portal])).toEqual([]);
	const silent: Framed = { parent: page(portal), location: { origin: own } };
	expect(possibleHosts(silent, [own, portal])).toEqual([own, portal]);
});
