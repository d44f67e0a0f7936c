import { Alert, Button } from "@mantine/core";

import { answer, api } from "../api/client";
import type { ModelPause, TroubleGroup } from "../api/types";
import { useAction } from "../api/use_action";
import { Facts } from "../parts/Facts";
import { FormError } from "../parts/FormError";
import { Moment, useNow } from "../parts/Moment";
import { Panel } from "../parts/Page";
import { Tag } from "../parts/Tag";
import { useMayChange } from "../session/use_may_change";
import { useTexts } from "../texts";
import { hasFailed, trialState } from "./trial";
import classes from "./trouble.module.css";

/** A person asks to try the paused model now. */
export function useTrial() {
    return useAction(() => answer(api.POST("/v1/model/resume")), {
        refreshes: ["trouble", "calls", "leads", "overview"],
    });
}

type Trial = ReturnType<typeof useTrial>;

/** What became of the trial that was asked for, as long as the model stays paused. */
function TrialOutcome({ trial, pause }: { trial: Trial; pause: ModelPause }) {
    const t = useTexts();
    if (!trial.isSuccess) return null;
    const asked = trial.data.pause;
    if (asked !== null && asked.since !== pause.since) return null;
    const failed = hasFailed(asked, pause);
    return (
        <Alert color={failed ? "red" : "blue"} variant="light" mb="sm" role="status">
            {failed ? t.trouble.trialFailed[pause.cause] : t.trouble.trialAsked}
        </Alert>
    );
}

type PausedModelPanelProps = { group: TroubleGroup; pause: ModelPause; trial: Trial };

export function PausedModelPanel({ group, pause, trial }: PausedModelPanelProps) {
    const t = useTexts();
    const now = useNow(1000);
    const mayChange = useMayChange();
    const state = trialState(pause, now);
    const nextTrial =
        state === "waits" ? (
            <Moment key="next" at={pause.next_trial_at} withSeconds />
        ) : (
            t.trouble.trialStates[state]
        );
    return (
        <Panel
            title={<Tag tone="bad">{t.trouble.kinds[group.kind]}</Tag>}
            aside={
                mayChange && (
                    <Button variant="light" loading={trial.isPending} onClick={() => trial.mutate()}>
                        {t.trouble.remedies["mend-model"]}
                    </Button>
                )
            }
        >
            <p className={classes.cause}>{group.cause}</p>
            <p className={classes.remedy}>{group.remedy.text}</p>
            <FormError error={trial.error} />
            <TrialOutcome trial={trial} pause={pause} />
            <Facts
                facts={[
                    [t.trouble.pausedSince, <Moment key="since" at={pause.since} withSeconds />],
                    [
                        t.trouble.lastTrial,
                        pause.last_trial_at && <Moment key="last" at={pause.last_trial_at} withSeconds />,
                    ],
                    [t.trouble.nextTrial, nextTrial],
                ]}
            />
        </Panel>
    );
}
