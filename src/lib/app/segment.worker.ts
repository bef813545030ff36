import { serveLanes } from '../engine/pool/serve-lanes';

serveLanes(self);
