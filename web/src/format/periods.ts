/** The periods that the dashboard sums over. They end with the quarter of an hour that is now under way. */

export const rollingPeriods = ["day", "week", "month"] as const;
export type RollingPeriod = (typeof rollingPeriods)[number];

const quarterMs = 15 * 60_000;
const dayMs = 24 * 60 * 60_000;
const days: Record<RollingPeriod, number> = { day: 1, week: 7, month: 30 };

export type Range = { from: string; to: string; bucket: "hour" | "day" };

/** Equal for a quarter of an hour, so that what is read for it can be kept as long. */
export function rangeOf(period: RollingPeriod, now: Date): Range {
    const to = Math.floor(now.getTime() / quarterMs) * quarterMs + quarterMs;
    return {
        from: apiTime(new Date(to - days[period] * dayMs)),
        to: apiTime(new Date(to)),
        bucket: period === "day" ? "hour" : "day",
    };
}

/** A time as the API reads it: six digits of fraction, or none. */
export function apiTime(at: Date): string {
    return at.toISOString().replace(/[.]\d+Z$/, "Z");
}
