import { measureLatency } from './latency';
import { measureMembers } from './members';
import { scoreObviously } from './papaparse';
import { measureStages } from './stages';

/** What the benchmark's page can measure; the programs around it call these. */
const lab = { scoreObviously, measureLatency, measureStages, measureMembers };

declare global {
	interface Window {
		lab: typeof lab;
	}
}

window.lab = lab;
