import { z } from '../../zod';

const integers = z.array(z.number().int());
/** XGBoost writes its parameters as text. */
const count = z.string().regex(/^\d+$/).transform(Number);
const bit = z.union([z.boolean(), z.number()]).transform(Number);

const tree = z.looseObject({
	left_children: integers,
	right_children: integers,
	split_indices: integers,
	split_conditions: z.array(z.number()),
	default_left: z.array(bit),
	/** 1 for a categorical split; absent before version 1.3. */
	split_type: integers.optional(),
	categories: integers.optional(),
	categories_nodes: integers.optional(),
	categories_segments: integers.optional(),
	categories_sizes: integers.optional(),
	tree_param: z.looseObject({ size_leaf_vector: count.optional() })
});
export type XgboostTree = z.infer<typeof tree>;

/** The parts of a `save_model('….json')` file that prediction depends on. The booster's model is read once its name is known. */
export const xgboostFile = z.looseObject({
	learner: z.looseObject({
		attributes: z.record(z.string(), z.string()).optional(),
		feature_names: z.array(z.string()).optional(),
		gradient_booster: z.looseObject({ name: z.string(), model: z.unknown().optional() }),
		learner_model_param: z.looseObject({
			/** A number up to version 3.0, then an array of one; both as text. */
			base_score: z.string(),
			num_class: count,
			num_feature: count,
			num_target: count.optional()
		}),
		objective: z.looseObject({ name: z.string() })
	})
});

export const xgboostTrees = z.looseObject({
	trees: z.array(tree),
	/** Trees before each round, and all of them; absent before version 2.0. */
	iteration_indptr: integers.optional(),
	/** Names of categories that a data frame had; from version 3.1 on. */
	cats: z.looseObject({ enc: z.array(z.unknown()).optional() }).optional()
});
