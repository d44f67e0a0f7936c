import type { ReactNode } from "react";

import classes from "./parts.module.css";

export type Tone = "good" | "bad" | "warn" | "info" | "hot" | "accent" | "quiet";

type TagProps = { tone?: Tone; isLive?: boolean; withDot?: boolean; children: ReactNode };

/** A word about a thing, with a tone that never says more than the word. */
export function Tag({ tone = "quiet", isLive = false, withDot = false, children }: TagProps) {
    return (
        <span className={classes.tag} data-tone={tone}>
            {(withDot || isLive) && <span className={classes.dot} data-live={isLive} aria-hidden />}
            {children}
        </span>
    );
}
