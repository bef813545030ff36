import { measureLatency } from './latency';
import { measureLogging } from './logging';
import { measureMembers } from './members';
import { scoreObviously } from './papaparse';
import { measureStages } from './stages';

/** What the benchmark's page can measure; the programs around it call these. */
const lab = { scoreObviously, measureLatency, measureStages, measureLogging, measureMembers };

declare global {
	interface Window {
		lab: typeof lab;
	}
}

window.lab = lab;
