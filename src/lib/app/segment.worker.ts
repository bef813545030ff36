import { serveLanes } from '../engine/pool/serve-lanes';

// Later than a page asks for its first transaction, sooner than a person has chosen a file.
serveLanes(self, { rehearsalAfterMs: 400 });
