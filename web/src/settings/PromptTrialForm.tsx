import { Button, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import FlaskConical from "lucide-react/icons/flask-conical";
import { useState } from "react";

import { answer, api } from "../api/client";
import type { Agent, PromptTrial } from "../api/types";
import { count } from "../format/numbers";
import { ClaimLists, LeadTagMark, ScoreRing, SentimentMark } from "../parts/Analysis";
import { DroppedFields } from "../parts/AnalysisHead";
import analysisClasses from "../parts/analysis.module.css";
import { FormError } from "../parts/FormError";
import { useTexts } from "../texts";
import classes from "./settings.module.css";

const claimLists = [
    "key_topics",
    "interests",
    "pain_points",
    "objections",
    "next_steps",
    "key_decision_factors",
    "recommended_actions",
] as const;

function TrialResult({ trial }: { trial: PromptTrial }) {
    const t = useTexts();
    return (
        <div aria-live="polite">
            <div className={analysisClasses.head}>
                <ScoreRing score={trial.total_score} tag={trial.lead_tag} />
                <div>
                    <div className={analysisClasses.marks}>
                        <LeadTagMark tag={trial.lead_tag} />
                        <SentimentMark sentiment={trial.sentiment} />
                    </div>
                    <p className={analysisClasses.by}>
                        {trial.model ?? t.analysis.byRules} · {count(trial.duration_ms)} ms ·{" "}
                        {t.requests.tokens(count(trial.input_tokens), count(trial.output_tokens))}
                    </p>
                </div>
            </div>
            <p className={analysisClasses.summary}>{trial.summary}</p>
            <ClaimLists analysis={trial} lists={claimLists} follow={() => null} />
            <DroppedFields fields={trial.dropped_fields} />
        </div>
    );
}

type PromptTrialFormProps = { agent: Agent; kind: "individual" | "complete"; prompt: string };

/** Tries a prompt on a pasted conversation; nothing of it is stored. */
export function PromptTrialForm({ agent, kind, prompt }: PromptTrialFormProps) {
    const t = useTexts();
    const [transcript, setTranscript] = useState(t.agents.exampleTranscript);
    const trial = useMutation({
        mutationFn: () =>
            answer(
                api.POST("/v1/agents/{id}/try-prompt", {
                    params: { path: { id: agent.id } },
                    body: { kind, prompt: prompt.trim() || null, transcript },
                }),
            ),
    });
    return (
        <div className={classes.trial}>
            <div>
                <Textarea
                    label={t.agents.transcript}
                    description={t.agents.transcriptText}
                    value={transcript}
                    maxLength={100_000}
                    autosize
                    minRows={7}
                    maxRows={14}
                    onChange={(event) => setTranscript(event.currentTarget.value)}
                />
                <Button
                    mt="sm"
                    variant="light"
                    leftSection={<FlaskConical size={16} />}
                    disabled={transcript.trim() === ""}
                    loading={trial.isPending}
                    onClick={() => trial.mutate()}
                >
                    {t.agents.tryPrompt}
                </Button>
            </div>
            <div>
                <FormError error={trial.error} />
                {trial.data === undefined ? (
                    <p className={classes.itemNote}>{t.agents.trialText}</p>
                ) : (
                    <TrialResult trial={trial.data} />
                )}
            </div>
        </div>
    );
}
