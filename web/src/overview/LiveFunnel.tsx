import type { Overview } from "../api/types";
import { count } from "../format/numbers";
import { Panel } from "../parts/Page";
import { useTexts } from "../texts";
import classes from "./overview.module.css";

const stages = ["queued", "initiated", "ringing", "in_progress", "call_disconnected"] as const;

/** How many calls stand where at this moment. */
export function LiveFunnel({ live }: { live: Overview["live"] }) {
    const t = useTexts();
    const most = Math.max(1, ...stages.map((stage) => live[stage]));
    return (
        <Panel title={t.overview.now}>
            <ol className={classes.funnel}>
                {stages.map((stage) => (
                    <li key={stage} className={classes.funnelStage} data-empty={live[stage] === 0}>
                        <span className={classes.funnelCount}>{count(live[stage])}</span>
                        <span className={classes.funnelName}>{t.overview.stages[stage]}</span>
                        <span className={classes.funnelTrack} aria-hidden>
                            <span
                                className={classes.funnelFilled}
                                style={{ width: `${(100 * live[stage]) / most}%` }}
                            />
                        </span>
                    </li>
                ))}
            </ol>
        </Panel>
    );
}
