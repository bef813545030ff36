import type { CompiledPipeline } from '../features/pipeline';

/**
 * Whether the log keeps a row's raw values, from which its features can be made again. Where texts, dates or profiles are
 * among what they are made of it keeps the features themselves, before standardisation; see `ScoredBlock.features`.
 */
export function keepsRawValues({ rawTypes, profileKeys }: Pick<CompiledPipeline, 'rawTypes' | 'profileKeys'>): boolean {
	return profileKeys.length === 0 && rawTypes.every((type) => type === 'number');
}
