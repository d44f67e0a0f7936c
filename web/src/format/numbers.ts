/** Numbers as people read them. What is not known is a dash, never a 0. */

export const unknown = "–";

const locale = () => globalThis.navigator?.language ?? "en";

export function count(value: number | null): string {
    return value === null ? unknown : new Intl.NumberFormat(locale()).format(value);
}

/** "12.4 k" where a tile has no room for more. */
export function compactCount(value: number | null): string {
    if (value === null) return unknown;
    if (Math.abs(value) < 10_000) return count(value);
    return new Intl.NumberFormat(locale(), { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

/** "61 %"; unknown where there is nothing to take a part of. */
export function share(part: number | null, whole: number | null): string {
    if (part === null || whole === null || whole === 0) return unknown;
    return percent(part / whole);
}

export function percent(ratio: number | null): string {
    if (ratio === null) return unknown;
    return new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(ratio);
}

/** How much more or less than before, as a ratio; null where there is nothing to compare with. */
export function change(now: number | null, before: number | null): number | null {
    if (now === null || before === null || before === 0) return null;
    return (now - before) / before;
}

/** "1 min 14 s", "2 h 5 min": the two largest units. */
export function duration(seconds: number | null): string {
    if (seconds === null) return unknown;
    if (seconds < 10 && !Number.isInteger(seconds)) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole} s`;
    if (whole < 3600) return twoUnits(Math.floor(whole / 60), "min", whole % 60, "s");
    const minutes = Math.round(whole / 60);
    return twoUnits(Math.floor(minutes / 60), "h", minutes % 60, "min");
}

function twoUnits(large: number, largeUnit: string, small: number, smallUnit: string): string {
    return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** "1:14", as players show a place in a recording. */
export function playTime(seconds: number | null): string {
    if (seconds === null) return "";
    const whole = Math.floor(seconds);
    return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
