import type { Schema } from '../core/schema/schema';
import type { MemberConfig, TrainingConfig } from '../training/config';
import { trainingConfigs } from '../training/packs';

/** What a person has to know of a pack that can be trained. */
export interface Recipe {
	readonly name: string;
	readonly title: string;
	readonly description: string;
	readonly schema: Schema;
	/** What data it was made for. */
	readonly data: string;
	/** How the pack is tested, a phrase. */
	readonly protocol: string;
	/** The test has the days of the training. */
	readonly optimistic: boolean;
	readonly members: readonly RecipeMember[];
}

export interface RecipeMember {
	readonly id: string;
	/** In words: “boosted trees”. */
	readonly kind: string;
	/** Rounds of one fit at most: epochs, or trees; null for what is fitted in one go. */
	readonly rounds: number | null;
}

/** The packs that Shrike can train, in the order that they are offered. */
export const recipes: readonly Recipe[] = trainingConfigs.map(recipeOf);

export function recipeOf({ name, title, description, schema, card, protocols, members }: TrainingConfig): Recipe {
	const [{ title: protocol, split }] = protocols;
	return { name, title, description, schema, data: card.data, protocol, optimistic: split.kind === 'random', members: members.map(memberOf) };
}

function memberOf(config: MemberConfig): RecipeMember {
	const { id } = config;
	switch (config.kind) {
		case 'mlp':
			return { id, kind: 'neural network', rounds: config.maxEpochs };
		case 'gbdt':
			return { id, kind: 'boosted trees', rounds: config.boosting.rounds };
		case 'anomaly':
			return { id, kind: 'isolation forest', rounds: config.trees };
		case 'logistic':
			return { id, kind: 'logistic regression', rounds: null };
	}
}
