import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { createRefresher } from "./refresher";

let read: unknown[][];

beforeEach(() => {
    vi.useFakeTimers();
    read = [];
});
afterEach(() => {
    vi.useRealTimers();
});

const refresher = () => createRefresher((key) => read.push(key));

it("has the first change read at once", () => {
    refresher().ask(["calls", "list"], ["credits"]);
    expect(read).toEqual([["calls", "list"], ["credits"]]);
});

it("has all that changes meanwhile read once, a second later", () => {
    const busy = refresher();
    busy.ask(["credits"]);
    busy.ask(["calls", "one", "a"], ["credits"]);
    busy.ask(["credits"]);
    expect(read).toHaveLength(1);
    vi.advanceTimersByTime(1000);
    expect(read.slice(1)).toEqual([["calls", "one", "a"], ["credits"]]);
    busy.ask(["credits"]);
    expect(read).toHaveLength(3);
});

it("reads at once again after a quiet while", () => {
    const quiet = refresher();
    quiet.ask(["credits"]);
    vi.advanceTimersByTime(1000);
    quiet.ask(["credits"]);
    expect(read).toHaveLength(2);
});

it("reads nothing more once it is stopped", () => {
    const stopped = refresher();
    stopped.ask(["credits"]);
    stopped.ask(["credits"]);
    stopped.stop();
    vi.advanceTimersByTime(5000);
    expect(read).toHaveLength(1);
});
