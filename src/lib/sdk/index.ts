import { scorerClass } from './shrike-scorer';

export { connect } from './connect';
export { ShrikeEmbedError } from './errors';
export type * from './types';

if (typeof customElements !== 'undefined' && !customElements.get('shrike-scorer')) {
	customElements.define('shrike-scorer', scorerClass(HTMLElement));
}
