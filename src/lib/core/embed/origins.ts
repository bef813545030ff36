import { z } from '../zod';
import { isExactOrigin } from './exact-origin';

export const exactOrigin = z.string().refine(isExactOrigin, {
	error:
		'must be an exact origin such as https://portal.example.com or https://portal.example.com:8443, in lower case, ' +
		'without a path, a slash at its end or *; http only for localhost and 127.0.0.1'
});

/** `static/embed.config.json`: who may embed Shrike beside its own origin, which always may. */
export const embedConfig = z.strictObject({ origins: z.array(exactOrigin).max(100).default([]) });
export type EmbedConfig = z.infer<typeof embedConfig>;
