// Everything happens on the user's machine: there is no server to render on.
export const ssr = false;
export const prerender = false;
