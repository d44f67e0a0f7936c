import type { LeadFilters } from "../api/queries";
import { withoutGaps } from "../lists/without_gaps";

export const leadTags = ["hot", "warm", "cool", "cold"] as const satisfies readonly NonNullable<LeadFilters["tag"]>[];

/** The lowest scores that can be chosen; an address may name any other. */
export const lowestScores = [20, 40, 60, 80];

/** The filters that an address names; what does not make sense is left out. */
export function leadSearch(search: Record<string, unknown>): LeadFilters {
    const score = Number(search["min_score"]);
    const words = typeof search["q"] === "number" ? String(search["q"]) : search["q"];
    return withoutGaps({
        tag: leadTags.find((tag) => tag === search["tag"]),
        min_score: Number.isInteger(score) && score > 0 && score <= 100 ? score : undefined,
        q: typeof words === "string" && words.trim() !== "" ? words : undefined,
    });
}
