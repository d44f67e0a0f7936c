import { Alert } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { Overview } from "../api/types";
import { count } from "../format/numbers";
import { Facts } from "../parts/Facts";
import { Moment } from "../parts/Moment";
import { Tag } from "../parts/Tag";
import { useTexts } from "../texts";
import classes from "./overview.module.css";

/** The server counts to this and no further. */
const countedUpTo = 1000;

function upTo(value: number): string {
    return value >= countedUpTo ? `${count(value)}+` : count(value);
}

/** A number that is good news only as long as it is 0. */
function Bad({ value }: { value: number }): ReactNode {
    return value === 0 ? count(0) : <Tag tone="bad">{upTo(value)}</Tag>;
}

export function Health({ health: { ingest, analysis } }: { health: Overview["health"] }) {
    const t = useTexts();
    const words = t.overview.healthWords;
    return (
        <>
            {analysis.paused_because !== null && (
                <Alert color="yellow" variant="light" mb="sm">
                    {analysis.paused_because}
                    {analysis.pause !== null && analysis.pause.next_trial_at !== null && (
                        <>
                            {" "}
                            {t.overview.nextTrial} <Moment at={analysis.pause.next_trial_at} />
                        </>
                    )}
                </Alert>
            )}
            <Facts
                facts={[
                    [words.lastWebhook, <Moment key="last" at={ingest.last_webhook_at} isRelative />],
                    [words.quarantined, <Bad key="quarantined" value={ingest.quarantined} />],
                    [words.waiting, `${upTo(analysis.waiting)} / ${upTo(analysis.running)}`],
                    [words.held, <Bad key="held" value={analysis.held} />],
                    [words.failed, <Bad key="failed" value={analysis.failed} />],
                ]}
            />
            <p className={classes.follow}>
                <Link to="/trouble">{t.overview.toTrouble}</Link>
            </p>
        </>
    );
}
