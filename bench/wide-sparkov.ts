import { createReadStream, createWriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { join } from 'node:path';
import { seededRandom, type Random } from '../src/lib/core/random/random';
import { type BenchFile, benchFile } from './bench-file';

/** Header of Kaggle’s kartik2112/fraud-detection, 23 columns with that of the row numbers. */
const header =
	',trans_date_trans_time,cc_num,merchant,category,amt,first,last,gender,street,city,state,zip,lat,long,city_pop,job,dob,' +
	'trans_num,unix_time,merch_lat,merch_long,is_fraud';
const linesAChunk = 4000;

/**
 * A file as that generator writes it: the columns that the pack reads come from `shrike generate sparkov`, the sixteen others are
 * filled with texts of their kind and length, those of a person the same for each of the card's rows. Beyond 300,000 rows the
 * rows come again, later by the span of all, so that times ascend.
 */
export async function wideSparkov(folder: string, rows: number): Promise<BenchFile> {
	const narrow = await benchFile(folder, Math.min(rows, 300_000), 'sparkov');
	const path = join(folder, `sparkov-23-${rows}.csv`);
	const out = createWriteStream(`${path}.part`);
	const random = seededRandom(23);
	const persons = new Map<string, Person>();
	let [written, later, last, text] = [0, 0, 0, `${header}\n`];
	while (written < rows) {
		let first = NaN;
		for await (const line of createInterface({ input: createReadStream(narrow.path) })) {
			const [date, unixTime, card, category, amount, gender, fraud] = line.split(',');
			if (!/^\d/.test(date) || written === rows) continue;
			first = Number.isNaN(first) ? Number(unixTime) : first;
			last = Number(unixTime);
			const person = persons.get(card) ?? personOf(random);
			persons.set(card, person);
			const when = later === 0 ? date : moved(date, later);
			const { name, home, life } = person;
			const shop = `"fraud_${word(random)}, ${word(random)} and Sons"`;
			const place = `${degrees(random, 25, 49)},${degrees(random, -125, -67)}`;
			text += `${written},${when},${card},${shop},${category},${amount},${name},${gender},${home},${life},${hex(random)},${last + later},${place},${fraud}\n`;
			if (++written % linesAChunk === 0) {
				if (!out.write(text)) await once(out, 'drain');
				text = '';
			}
		}
		later += last - first + 1;
	}
	out.end(text);
	await once(out, 'close');
	await rename(`${path}.part`, path);
	return { path, rows, bytes: (await stat(path)).size, folder };
}

interface Person {
	/** First and last. */
	readonly name: string;
	/** Street, city, state, zip, latitude, longitude, inhabitants. */
	readonly home: string;
	/** Job and date of birth. */
	readonly life: string;
}

function personOf(random: Random): Person {
	const street = `${random.int(99_999)} ${word(random)} ${word(random)} Suite ${random.int(999)}`;
	const zip = String(10_000 + random.int(89_999));
	const place = `${degrees(random, 25, 49)},${degrees(random, -125, -67)},${random.int(2_000_000)}`;
	const born = `${1930 + random.int(70)}-${two(1 + random.int(12))}-${two(1 + random.int(28))}`;
	return {
		name: `${word(random)},${word(random)}`,
		home: `${street},${word(random)} City,${letter(random, 65)}${letter(random, 65)},${zip},${place}`,
		life: `"Engineer, ${word(random)}",${born}`
	};
}

function word(random: Random): string {
	return letter(random, 65) + Array.from({ length: 3 + random.int(6) }, () => letter(random, 97)).join('');
}

function letter(random: Random, from: number): string {
	return String.fromCharCode(from + random.int(26));
}

function hex(random: Random): string {
	return Array.from({ length: 4 }, () => random.int(2 ** 32).toString(16).padStart(8, '0')).join('');
}

function degrees(random: Random, from: number, to: number): string {
	return (from + (to - from) * random.next()).toFixed(6);
}

const two = (value: number): string => String(value).padStart(2, '0');

function moved(date: string, seconds: number): string {
	return new Date(Date.parse(`${date.replace(' ', 'T')}Z`) + 1000 * seconds).toISOString().slice(0, 19).replace('T', ' ');
}
