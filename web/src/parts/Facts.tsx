import type { ReactNode } from "react";

import classes from "./parts.module.css";

/** Names and values; what has no value is left out. */
export function Facts({ facts }: { facts: [name: string, value: ReactNode | null][] }) {
    return (
        <dl className={classes.facts}>
            {facts
                .filter(([, value]) => value !== null && value !== "")
                .map(([name, value]) => (
                    <div key={name} style={{ display: "contents" }}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
        </dl>
    );
}
