/** A tree more, an epoch more. */
export interface RoundProgress {
	/** Id of the member that is being fitted. */
	readonly member: string;
	/** Which of its fits, in words. */
	readonly part: string;
	/** Epochs or trees so far, from 1. */
	readonly round: number;
	/** The figure of the validation split that may end the fit; null where none is watched. */
	readonly validation: number | null;
	readonly best: boolean;
}

export type Report = (progress: RoundProgress) => void;
