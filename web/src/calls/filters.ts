import type { CallFilters } from "../api/queries";
import { apiTime } from "../format/periods";
import { withoutGaps } from "../lists/without_gaps";

export const lifecycleStatuses = [
    "queued",
    "initiated",
    "ringing",
    "in-progress",
    "call-disconnected",
    "no-answer",
    "busy",
    "failed",
    "canceled",
    "completed",
] as const satisfies readonly NonNullable<CallFilters["status"]>[];

export const outcomes = [
    "answered",
    "voicemail",
    "no-answer",
    "busy",
    "failed",
    "canceled",
] as const satisfies readonly NonNullable<CallFilters["outcome"]>[];

export const analysisStatuses = [
    "none",
    "pending",
    "done",
    "failed",
    "skipped",
] as const satisfies readonly NonNullable<CallFilters["analysis"]>[];

function text(value: unknown): string | undefined {
    // The router reads a search like ?phone=123 as a number.
    const read = typeof value === "number" ? String(value) : value;
    return typeof read === "string" && read.trim() !== "" ? read : undefined;
}

function oneOf<Value extends string>(values: readonly Value[], value: unknown): Value | undefined {
    return values.find((known) => known === value);
}

/** The filters that an address names; what does not make sense is left out. */
export function callSearch(search: Record<string, unknown>): CallFilters {
    return withoutGaps({
        q: text(search["q"]),
        status: oneOf(lifecycleStatuses, search["status"]),
        outcome: oneOf(outcomes, search["outcome"]),
        analysis: oneOf(analysisStatuses, search["analysis"]),
        agent_id: text(search["agent_id"]),
        phone: text(search["phone"]),
        from: text(search["from"]),
        to: text(search["to"]),
    });
}

export type Period = "today" | "week" | "month" | "ever";

/** When a period begins in the viewer's zone; undefined for one without a beginning. */
export function beginningOf(period: Period, now: Date): string | undefined {
    const daysBefore = { today: 0, week: 6, month: 29, ever: null }[period];
    if (daysBefore === null) return undefined;
    return apiTime(new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysBefore));
}

/** The period that begins there; undefined for a beginning that is none of ours. */
export function periodFrom(from: string | undefined, now: Date): Period | undefined {
    return (["today", "week", "month", "ever"] as const).find((period) => beginningOf(period, now) === from);
}
