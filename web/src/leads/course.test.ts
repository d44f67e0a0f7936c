import { describe, expect, it } from "vitest";

import type { LeadDetail } from "../api/types";
import { courseOf } from "./course";

type Calls = LeadDetail["calls"];
type Analyses = LeadDetail["individual"];

describe("the course of a lead", () => {
    it("goes from the earliest call to the latest, and leaves out what has not ended or is not analysed", () => {
        const calls = [
            { id: "late", ended_at: "2026-02-03T10:00:00Z" },
            { id: "early", ended_at: "2026-01-20T10:00:00Z" },
            { id: "open", ended_at: null },
            { id: "unanalysed", ended_at: "2026-02-01T10:00:00Z" },
        ] as Calls;
        const individual = [
            { call_id: "late", total_score: 82, sentiment_score: 80 },
            { call_id: "open", total_score: 10, sentiment_score: 20 },
            { call_id: "early", total_score: 41, sentiment_score: 50 },
        ] as Analyses;
        expect(courseOf({ calls, individual })).toEqual([
            { at: "2026-01-20T10:00:00Z", score: 41, sentiment: 50 },
            { at: "2026-02-03T10:00:00Z", score: 82, sentiment: 80 },
        ]);
    });
});
