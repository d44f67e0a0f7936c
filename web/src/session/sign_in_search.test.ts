import { expect, it } from "vitest";

import { signInSearch } from "./sign_in_search";

it.each(["/calls", "/leads/%2B919000000101", "/calls?status=busy", "/"])("leads to %s", (next) => {
    expect(signInSearch({ next })).toEqual({ next });
});

it.each(["//example.com/", "/\\example.com", "https://example.com/", "calls", "", 7, null, undefined])(
    "does not lead to %j",
    (next) => {
        // Toward the router it matters that the key is there.
        expect(signInSearch({ next })).toStrictEqual({ next: undefined });
    },
);
