/**
 * By its name a scoring worker knows where its log is: in the database that its page has open, or in its own memory, for a
 * page that has none and reads runs through the engine alone (docs/decisions/110).
 */
export const scoringWorker = { overDatabase: 'scoring', inMemory: 'scoring-memory' } as const;
