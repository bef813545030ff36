import { asin, cos, sin } from '../../number/sin-cos';

/** Mean radius of the earth (IUGG's R₁), in km. */
const earthRadiusKm = 6371.0088;

const radians = Math.PI / 180;

/**
 * Great-circle distance in km between two places in degrees, by the haversine formula (Sinnott 1984):
 * 2 R asin √(sin²(Δlat / 2) + cos lat₁ cos lat₂ sin²(Δlon / 2)). NaN where an angle is.
 */
export function greatCircleKm(lat1: number, lon1: number, lat2: number, lon2: number): number {
	const up = sin(((lat2 - lat1) * radians) / 2);
	const across = sin(((lon2 - lon1) * radians) / 2);
	const h = up * up + cos(lat1 * radians) * cos(lat2 * radians) * across * across;
	// Rounding can carry antipodes past 1.
	return 2 * earthRadiusKm * asin(Math.min(1, Math.sqrt(h)));
}
