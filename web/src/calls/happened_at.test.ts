import { expect, it } from "vitest";

import { happenedAt } from "./happened_at";

const heard = { ringing_started_at: null, call_answered_at: null, ended_at: null, created_at: "2026-11-20T17:00:00Z" };
const ended = { ...heard, ended_at: "2026-11-20T10:02:41Z" };

it("is when the call rang, though its webhooks came hours later", () => {
    expect(happenedAt({ ...ended, ringing_started_at: "2026-11-20T10:01:00Z" })).toBe("2026-11-20T10:01:00Z");
});

it("is when it ended where nothing else is told", () => {
    expect(happenedAt(ended)).toBe("2026-11-20T10:02:41Z");
});

it("is when it was first heard of while nothing is told", () => {
    expect(happenedAt(heard)).toBe("2026-11-20T17:00:00Z");
});
