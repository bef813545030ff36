/** A page stands open so long before a file is chosen; a person takes longer. What it prepares meanwhile is no part of a run. */
export const choosingMs = 1500;
