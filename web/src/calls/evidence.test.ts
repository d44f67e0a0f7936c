import { describe, expect, it } from "vitest";

import type { Turn } from "../api/types";
import { turnOfQuote } from "./evidence";

const turns: Turn[] = [
    { speaker: "agent", text: "Hello! How can I help?", start_seconds: 0 },
    { speaker: "customer", text: "Hi, this is  Asha Rao — could I see the flat on Saturday?", start_seconds: 3 },
    { speaker: "tool", text: "…", start_seconds: null },
    { speaker: "customer", text: "Mein naam आशा hai. My mail is asha@example.com", start_seconds: 9 },
];

describe("the turn of a quote", () => {
    it.each([
        ["Could I see the flat on Saturday?", 1],
        ["this is Asha Rao", 1],
        ["asha@example.com", 3],
        ["नाम नहीं", null],
        ["आशा", 3],
        ["Hello", 0],
        ["Saturday? Mein naam", 1],
    ])("of %j is %s", (quote, turn) => {
        expect(turnOfQuote(quote, turns)).toBe(turn);
    });

    it("is not found by a part of a word", () => {
        expect(turnOfQuote("is Ash", turns)).toBeNull();
    });

    it("is none without a quote or a conversation", () => {
        expect(turnOfQuote(null, turns)).toBeNull();
        expect(turnOfQuote("?!", turns)).toBeNull();
        expect(turnOfQuote("Hello", [])).toBeNull();
    });
});
