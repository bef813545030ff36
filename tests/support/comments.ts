/** What a source says of its keys and of the texts of its unions, each in the doc comment before it. */
export interface Comments {
	/** In the order of the source. */
	readonly names: readonly string[];
	/** @throws for a name that is not commented. */
	of(name: string): string;
}

export function commentsIn(source: string): Comments {
	const found = source.matchAll(/\/\*\*((?:(?!\*\/)[^])*)\*\/\s*\|?\s*(?:'([\w.-]+)'|(\w+):)/g);
	const said = new Map([...found].map(([, comment = '', quoted, key]) => [quoted ?? key ?? '', comment.replace(/\s*\n\s*\*?\s*/g, ' ').trim()]));
	return {
		names: [...said.keys()],
		of: (name) => {
			const comment = said.get(name);
			if (comment === undefined) throw new Error(`${name} needs a comment: docs/embed.md is made from it.`);
			return comment;
		}
	};
}
