/** Dates and times as the viewer reads them: their own zone, their own locale. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const locale = () => globalThis.navigator?.language ?? "en";

function formatter(options: Intl.DateTimeFormatOptions) {
    return new Intl.DateTimeFormat(locale(), options);
}

/** "3 Feb 2026, 14:45:04" with the zone, for a tooltip or where every second counts. */
export function fullTime(at: string): string {
    return formatter({ dateStyle: "medium", timeStyle: "long" }).format(new Date(at));
}

/** "14:45:04", or "3 Feb, 14:45:04" where that is not today: for what happens within seconds. */
export function secondsTime(at: string, now: Date): string {
    const then = new Date(at);
    const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit" } as const;
    if (then.toDateString() === now.toDateString()) return formatter(clock).format(then);
    const year = then.getFullYear() === now.getFullYear() ? undefined : "numeric";
    return formatter({ year, day: "numeric", month: "short", ...clock }).format(then);
}

/** Today's times without the day, this year's days without the year. */
export function shortTime(at: string, now: Date): string {
    const then = new Date(at);
    if (then.toDateString() === now.toDateString()) {
        return formatter({ hour: "2-digit", minute: "2-digit" }).format(then);
    }
    if (then.getFullYear() === now.getFullYear()) {
        return formatter({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" }).format(then);
    }
    return formatter({ dateStyle: "medium" }).format(then);
}

/** "3 Feb" */
export function shortDay(at: string, timeZone?: string): string {
    return formatter({ day: "numeric", month: "short", timeZone }).format(new Date(at));
}

/** "14:00" */
export function shortHour(at: string, timeZone?: string): string {
    return formatter({ hour: "2-digit", minute: "2-digit", timeZone }).format(new Date(at));
}

/** "2 minutes ago"; a time that lies a little ahead, because two clocks differ, counts as now. */
export function ago(at: string, now: Date): string {
    const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto", style: "short" });
    const passed = now.getTime() - new Date(at).getTime();
    if (passed < minute) return relative.format(0, "second");
    if (passed < hour) return relative.format(-Math.floor(passed / minute), "minute");
    if (passed < day) return relative.format(-Math.floor(passed / hour), "hour");
    return relative.format(-Math.floor(passed / day), "day");
}
