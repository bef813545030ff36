import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectFolder = fileURLToPath(new URL('../..', import.meta.url));

/** Where the app finds its packs. */
export const modelFolder = fileURLToPath(new URL('../../static/model', import.meta.url));
