import { describe, expect, it } from "vitest";

import { rangeOf } from "./periods";

describe("a rolling period", () => {
    it("ends with the quarter of an hour that is under way", () => {
        expect(rangeOf("day", new Date("2026-02-03T12:07:31.250Z"))).toEqual({
            from: "2026-02-02T12:15:00Z",
            to: "2026-02-03T12:15:00Z",
            bucket: "hour",
        });
    });

    it("stays the same for a quarter of an hour", () => {
        const range = rangeOf("week", new Date("2026-02-03T12:00:00Z"));
        expect(rangeOf("week", new Date("2026-02-03T12:14:59.999Z"))).toEqual(range);
        expect(rangeOf("week", new Date("2026-02-03T12:15:00Z"))).not.toEqual(range);
        expect(range.bucket).toBe("day");
    });
});
