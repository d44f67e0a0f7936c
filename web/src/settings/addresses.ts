import { useSyncExternalStore } from "react";

/**
 * The webhook addresses that the server has just shown. It shows each once only, so they are kept until the page is
 * left, and nowhere else.
 */
let addresses: ReadonlyMap<string, string> = new Map();
const listeners = new Set<() => void>();

export function rememberAddress({ id, path }: { id: string; path: string }) {
    addresses = new Map(addresses).set(id, new URL(path, window.location.origin).href);
    for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
    listeners.add(listener);
    return () => listeners.delete(listener);
}

/** The whole address of each endpoint whose token is known here, by the endpoint's id. */
export function useAddresses(): ReadonlyMap<string, string> {
    return useSyncExternalStore(subscribe, () => addresses);
}
