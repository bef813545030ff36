import { type MemberSpeed, memberSpeeds } from '../member-speeds';
import { readPackNamed } from './packs';

/** {@link memberSpeeds} of this browser. */
export const measureMembers = (budgetMs: number, allowSoftware: boolean): Promise<MemberSpeed[]> =>
	memberSpeeds(readPackNamed, { budgetMs, allowSoftware });
