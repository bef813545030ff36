/** Amounts of money, one a row and NaN where a row has none: as they are, or as whole hundredths, which {@link amountsOf} reads. */
export type Amounts = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

/** What stands for NaN among hundredths. */
const noAmount = -(2 ** 31);

/**
 * A column of amounts that is written from its start to its end. Nearly all money is whole hundredths of something, and below
 * 21 million of it: while every amount so far is, the column holds hundredths, 4 bytes a row, which are 40 MB less at ten
 * million rows; from the first other amount on it holds all as they are. Each amount is tried, so no value changes.
 */
export class AmountColumn {
	private held: Amounts;

	/** @param room amounts it has room for */
	constructor(room: number) {
		this.held = new Int32Array(room);
	}

	/** The column, with the room that is left. */
	get values(): Amounts {
		return this.held;
	}

	/** Makes room for that many amounts. */
	grow(room: number): void {
		const { held } = this;
		this.held = held instanceof Int32Array ? new Int32Array(room) : new Float64Array(room);
		this.held.set(held);
	}

	/** Writes amounts from place `at` on, where those before end. There has to be room for them. */
	write(at: number, amounts: Float64Array): void {
		const { held } = this;
		if (held instanceof Int32Array) {
			if (writeHundredths(held, at, amounts)) return;
			this.held = new Float64Array(held.length);
			amountsOf(held.subarray(0, at), this.held);
		}
		this.held.set(amounts, at);
	}
}

/** Whether all amounts are whole hundredths that fit, all of which it then has written. */
function writeHundredths(hundredths: Int32Array, at: number, amounts: Float64Array): boolean {
	for (let i = 0; i < amounts.length; i++) {
		const amount = amounts[i];
		// What 32 bits cannot hold comes out as another number, whose hundredth is not the amount.
		const whole = Math.round(amount * 100) | 0;
		if (whole / 100 === amount && whole !== noAmount && !(whole === 0 && Object.is(amount, -0))) hundredths[at + i] = whole;
		else if (Number.isNaN(amount)) hundredths[at + i] = noAmount;
		else return false;
	}
	return true;
}

/** Writes the amounts that hundredths stand for to the start of `to`. */
export function amountsOf(hundredths: Int32Array, to: Float64Array): void {
	for (let i = 0; i < hundredths.length; i++) to[i] = hundredths[i] === noAmount ? NaN : hundredths[i] / 100;
}
