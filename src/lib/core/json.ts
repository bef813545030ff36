/** A value that JSON can hold; used for error details and manifest extras. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
