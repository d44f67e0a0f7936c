import type { LeadDetail } from "../api/types";

export type CoursePoint = { at: string; score: number; sentiment: number };

/** Score and mood from call to call, the earliest first; only of calls that are analysed and have ended. */
export function courseOf(lead: Pick<LeadDetail, "individual" | "calls">): CoursePoint[] {
    const ends = new Map(lead.calls.map((call) => [call.id, call.ended_at]));
    return lead.individual
        .flatMap((analysis) => {
            const at = ends.get(analysis.call_id) ?? null;
            return at === null ? [] : [{ at, score: analysis.total_score, sentiment: analysis.sentiment_score }];
        })
        .sort((one, other) => one.at.localeCompare(other.at));
}
