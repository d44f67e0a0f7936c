import { describe, expect, it } from "vitest";

import { credits, isCreditsInput, money, signedCredits } from "./credits";
import { ago, secondsTime, shortTime } from "./dates";
import { change, compactCount, count, duration, playTime, share, unknown } from "./numbers";

describe("numbers", () => {
    it("shows what is not known as a dash, not as a 0", () => {
        expect([count(null), compactCount(null), duration(null), credits(null)]).toEqual(Array(4).fill(unknown));
        expect(share(0, 0)).toBe(unknown);
        expect(change(5, 0)).toBeNull();
        expect(change(null, 5)).toBeNull();
    });

    it("keeps a 0 that is known", () => {
        expect(count(0)).toBe("0");
        expect(share(0, 4)).toBe("0%");
        expect(change(0, 4)).toBe(-1);
    });

    it.each([
        [3.24, "3.2 s"],
        [33, "33 s"],
        [59.6, "1 min"],
        [74.2, "1 min 14 s"],
        [3600, "1 h"],
        [7500, "2 h 5 min"],
        [7190, "2 h"],
        [3599, "59 min 59 s"],
    ])("shows %d seconds as %s", (seconds, text) => {
        expect(duration(seconds)).toBe(text);
    });

    it("shows a place in a recording as players do", () => {
        expect(playTime(64.9)).toBe("1:04");
        expect(playTime(null)).toBe("");
    });
});

describe("credits", () => {
    it("loses no digit of a large amount", () => {
        expect(credits("123456789012.000001", 6)).toBe("123,456,789,012.000001");
    });

    it.each([
        ["12.345", "12.35"],
        ["-0.001", "0"],
        ["-1.5", "-1.5"],
        ["0.995", "1"],
        ["7", "7"],
    ])("rounds %s to %s", (amount, text) => {
        expect(credits(amount)).toBe(text);
    });

    it.each([
        ["0.002124", "USD", "$0.002124"],
        ["1234.5", "USD", "$1,234.50"],
        ["4.2", "tokens", "4.2 tokens"],
    ])("shows a cost of %s %s as %s", (amount, currency, text) => {
        expect(money(amount, currency)).toBe(text);
    });

    it("signs entries of the ledger", () => {
        expect(signedCredits("20")).toBe("+20");
        expect(signedCredits("-0.000001")).toBe("-0.000001");
        expect(signedCredits("0")).toBe("0");
    });

    it.each([
        ["20", true],
        ["0.000001", true],
        ["0", false],
        ["-5", false],
        ["1e3", false],
        ["1.0000001", false],
        ["", false],
    ])("takes %j as an amount: %s", (text, isOne) => {
        expect(isCreditsInput(text, false)).toBe(isOne);
    });

    it("takes a negative amount where one may be", () => {
        expect(isCreditsInput("-5", true)).toBe(true);
    });
});

describe("dates", () => {
    const now = new Date("2026-02-03T12:00:00Z");

    it("counts what lies a little ahead as now", () => {
        expect(ago("2026-02-03T12:00:05Z", now)).toBe("now");
    });

    it.each([
        ["2026-02-03T11:58:00Z", "2 min. ago"],
        ["2026-02-03T09:00:00Z", "3 hr. ago"],
        ["2026-01-31T12:00:00Z", "3 days ago"],
    ])("tells how long ago %s is", (at, text) => {
        expect(ago(at, now)).toBe(text);
    });

    it("tells the second, and the day of what was not today", () => {
        expect(secondsTime("2026-02-03T11:58:04Z", now)).toMatch(/^[^a-z]*:04/);
        expect(secondsTime("2026-01-31T12:00:04Z", now)).toMatch(/Jan 31.*:04/);
        expect(secondsTime("2026-01-31T12:00:04Z", now)).not.toMatch(/2026/);
        expect(secondsTime("2025-01-31T12:00:04Z", now)).toMatch(/2025.*:04/);
    });

    it("leaves out today's day and this year's year", () => {
        expect(shortTime("2026-02-03T11:58:00Z", now)).not.toMatch(/Feb|2026/);
        expect(shortTime("2026-01-31T12:00:00Z", now)).not.toMatch(/2026/);
        expect(shortTime("2025-01-31T12:00:00Z", now)).toMatch(/2025/);
    });
});
