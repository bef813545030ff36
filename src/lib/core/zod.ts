import { config, z } from 'zod';

// Zod tries `new Function` when a schema is made and swallows the refusal, but the browser reports it all the same: one
// violation of our policy at every start of a page or worker. Schemas import `z` from here, so that this comes first.
config({ jitless: true });

export { z };
