/**
 * Where to go after signing in: a path of this site only, since anything else would let a link lead away. Undefined
 * stands in the place of a refused one, because the router keeps what an address says and nobody has overridden.
 */
export function signInSearch(search: Record<string, unknown>): { next?: string } {
    const next = search["next"];
    return { next: typeof next === "string" && /^\/(?![/\\])/.test(next) ? next : undefined };
}
