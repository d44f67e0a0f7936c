import type { CallDetail } from "../api/types";
import { duration } from "../format/numbers";
import { Moment } from "../parts/Moment";
import { useTexts } from "../texts";
import classes from "./calls.module.css";
import { stepsOf } from "./stages";

/** The way of a call, with how long each stage took. */
export function StageTimeline({ call }: { call: CallDetail }) {
    const t = useTexts();
    const isAlive = call.ended_at === null && !call.no_news;
    return (
        <ol className={classes.stages} aria-label={t.call.stages}>
            {stepsOf(call).map((step) => (
                <li
                    key={step.name}
                    className={classes.stage}
                    data-state={step.state}
                    data-name={step.name}
                    aria-current={step.state === "current" ? "step" : undefined}
                >
                    <span className={classes.stageMark} data-live={step.state === "current" && isAlive} aria-hidden />
                    <span className={classes.stageName}>{t.words.stage[step.name]}</span>
                    {step.at === null ? (
                        // The one where it stands is read in a moment.
                        <span className={classes.stageTime}>{step.state === "passed" ? t.call.noTime : ""}</span>
                    ) : (
                        <span className={classes.stageTime}>
                            <Moment at={step.at} withSeconds />
                        </span>
                    )}
                    {step.untilNextSeconds !== null && (
                        <span className={classes.stageDuration}>{duration(step.untilNextSeconds)}</span>
                    )}
                </li>
            ))}
        </ol>
    );
}
