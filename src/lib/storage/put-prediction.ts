import Dexie, { RangeSet } from 'dexie';
import type { LogDatabase, StoredPrediction } from './database';

/**
 * Stores one prediction in a strict transaction of its own, without Dexie's: that waits for the answer to the request
 * before it lets the transaction commit, and keeps books of it, half as long again as the browser takes. Resolves to
 * whether it is stored; where it is not, Dexie's transaction knows how to mend the connection or what to say.
 */
export function putPrediction(db: LogDatabase, prediction: StoredPrediction): Promise<boolean> {
	const { name } = db.logs;
	return new Promise((resolve) => {
		try {
			const transaction = db.backendDB().transaction(name, 'readwrite', { durability: 'strict' });
			transaction.oncomplete = () => {
				resolve(true);
				// What Dexie tells those who watch the table, in this tab and in others.
				Dexie.on.storagemutated.fire({ [`idb://${db.name}/${name}/`]: new RangeSet(prediction.id) });
			};
			transaction.onabort = () => resolve(false);
			transaction.objectStore(name).put(prediction);
			transaction.commit();
		} catch {
			resolve(false);
		}
	});
}
