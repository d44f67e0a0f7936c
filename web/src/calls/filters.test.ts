import { describe, expect, it } from "vitest";

import { beginningOf, callSearch, periodFrom } from "./filters";

describe("the filters of an address", () => {
    it("are taken where they make sense", () => {
        expect(callSearch({ status: "busy", outcome: "voicemail", q: "site visit", phone: 919000000101 })).toEqual({
            status: "busy",
            outcome: "voicemail",
            q: "site visit",
            phone: "919000000101",
        });
    });

    it("are left out where they do not", () => {
        expect(callSearch({ status: "sleeping", outcome: "completed", analysis: "", q: "  ", other: "1" })).toEqual({});
    });
});

describe("a period", () => {
    const now = new Date(2026, 1, 3, 15, 30);

    it("begins with a whole day of the viewer", () => {
        expect(new Date(beginningOf("today", now) ?? "")).toEqual(new Date(2026, 1, 3));
        expect(new Date(beginningOf("week", now) ?? "")).toEqual(new Date(2026, 0, 28));
        expect(beginningOf("ever", now)).toBeUndefined();
    });

    it("is known again by its beginning", () => {
        expect(periodFrom(beginningOf("month", now), now)).toBe("month");
        expect(periodFrom(undefined, now)).toBe("ever");
        expect(periodFrom("2026-02-01T03:04:05Z", now)).toBeUndefined();
    });
});
