/** Whether a system call failed because there is no such file. */
export function isMissing(thrown: unknown): boolean {
	return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
}
