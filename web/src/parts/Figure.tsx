import type { ReactNode } from "react";

import { change, percent } from "../format/numbers";
import { useTexts } from "../texts";
import classes from "./parts.module.css";

type FigureProps = { label: string; value: ReactNode; note?: ReactNode };

/** One number that matters. */
export function Figure({ label, value, note }: FigureProps) {
    return (
        <div className={classes.figure}>
            <span className={classes.figureLabel}>{label}</span>
            <span className={classes.figureValue}>{value}</span>
            <span className={classes.figureNote}>{note}</span>
        </div>
    );
}

type ChangeProps = {
    now: number | null;
    before: number | null;
    /** Whether more is better, worse, or neither. */
    more?: "good" | "bad" | "neutral";
};

/** How a number compares with the period before; says so where there is nothing to compare with. */
export function Change({ now, before, more = "neutral" }: ChangeProps) {
    const t = useTexts();
    const ratio = change(now, before);
    if (ratio === null) return t.common.nothingBefore;
    const rounded = Math.round(ratio * 100) / 100;
    if (rounded === 0) return t.common.asBefore;
    const isBetter = rounded > 0 === (more === "good");
    const tone = more === "neutral" ? undefined : isBetter ? "good" : "bad";
    return (
        <>
            <span className={classes.change} data-tone={tone}>
                {rounded > 0 ? "▲" : "▼"} {percent(Math.abs(rounded))}
            </span>{" "}
            {t.common.thanBefore}
        </>
    );
}
