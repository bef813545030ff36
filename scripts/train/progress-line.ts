import type { Report, RoundProgress } from '../../src/lib/training/hybrid/progress';
import type { CommandIo } from '../cli/command';

/** What is worth a line: every better validation figure of a network, and each tenth epoch or hundredth tree. */
function progressLine({ member, part, round, validation, best }: RoundProgress): string | null {
	if (validation === null) return round % 100 === 0 ? `${member}, ${part}: ${round}` : null;
	if (!best && round % 10 !== 0) return null;
	return `${member}, ${part}, round ${round}: validation ${validation.toFixed(6)}${best ? ' (best)' : ''}`;
}

/** Tells a person how training goes on; throws when the command is interrupted. */
export function progressReport(io: CommandIo): Report {
	return (progress) => {
		io.signal.throwIfAborted();
		const line = progressLine(progress);
		if (line !== null) io.note(line);
	};
}
