import { useEffect, useState } from "react";

import { ago, fullTime, secondsTime, shortTime } from "../format/dates";
import { unknown } from "../format/numbers";

/** The time now, anew every half minute, so that "2 min. ago" stays true. */
export function useNow(everyMs = 30_000): Date {
    const [now, setNow] = useState(() => new Date());
    useEffect(() => {
        const timer = setInterval(() => setNow(new Date()), everyMs);
        return () => clearInterval(timer);
    }, [everyMs]);
    return now;
}

type MomentProps = { at: string | null; isRelative?: boolean; withSeconds?: boolean };

/** A time in the viewer's zone; pointing at it shows it in full. */
export function Moment({ at, isRelative = false, withSeconds = false }: MomentProps) {
    const now = useNow();
    if (at === null) return unknown;
    const absolute = withSeconds ? secondsTime(at, now) : shortTime(at, now);
    return (
        <time dateTime={at} title={fullTime(at)}>
            {isRelative ? ago(at, now) : absolute}
        </time>
    );
}
