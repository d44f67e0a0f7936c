import { QueryClient } from "@tanstack/react-query";
import { expect, it } from "vitest";

import { applyCallNews } from "./live_cache";

const ringing = { id: "one", call_lifecycle_status: "ringing", outcome: null, analysis_status: "none", note: "kept" };
const other = { ...ringing, id: "two" };
const answered = {
    id: "one",
    call_lifecycle_status: "in-progress",
    outcome: "answered",
    analysis_status: "none",
} as const;

function clientThatShows(...calls: object[]) {
    const client = new QueryClient();
    client.setQueryData(["calls", "list", {}], { pages: [{ data: calls, next_cursor: null }], pageParams: [null] });
    return client;
}

type Shown = { pages: { data: unknown[] }[] };
const shown = (client: QueryClient) => client.getQueryData<Shown>(["calls", "list", {}])?.pages[0]?.data;

it("puts a call's new state into the lists that show it", () => {
    const client = clientThatShows(ringing, other);
    applyCallNews(client, [answered]);
    expect(shown(client)).toEqual([{ ...ringing, ...answered }, other]);
});

it("leaves the object of a call alone where there is no news, so that its row is not drawn again", () => {
    const client = clientThatShows(ringing);
    const before = shown(client)?.[0];
    applyCallNews(client, [{ id: "one", call_lifecycle_status: "ringing", outcome: null, analysis_status: "none" }]);
    expect(shown(client)?.[0]).toBe(before);
});

it("updates the page of a call that is open, and makes none of a call that is not", () => {
    const client = clientThatShows();
    client.setQueryData(["calls", "one", "one"], ringing);
    applyCallNews(client, [answered, { ...answered, id: "unseen" }]);
    expect(client.getQueryData(["calls", "one", "one"])).toMatchObject({ outcome: "answered", note: "kept" });
    expect(client.getQueryData(["calls", "one", "unseen"])).toBeUndefined();
});
