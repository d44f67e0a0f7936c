import { Alert } from "@mantine/core";

import type { CompleteAnalysis, IndividualAnalysis } from "../api/types";
import { useTexts } from "../texts";
import { LeadTagMark, ScoreRing, SentimentMark } from "./Analysis";
import classes from "./analysis.module.css";
import { Moment } from "./Moment";

/** The verdict: score, tag, mood, summary, and who says so. */
export function AnalysisHead({ analysis }: { analysis: IndividualAnalysis | CompleteAnalysis }) {
    const t = useTexts();
    return (
        <>
            <div className={classes.head}>
                <ScoreRing score={analysis.total_score} tag={analysis.lead_tag} />
                <div>
                    <div className={classes.marks}>
                        <LeadTagMark tag={analysis.lead_tag} />
                        <SentimentMark sentiment={analysis.sentiment} />
                    </div>
                    <p className={classes.by}>
                        {analysis.analyzer === "rules" ? t.analysis.byRules : t.analysis.byModel(analysis.model ?? "")}
                        {" · "}
                        <Moment at={analysis.analysis_timestamp} />
                    </p>
                </div>
            </div>
            {analysis.summary !== null && <p className={classes.summary}>{analysis.summary}</p>}
            {analysis.outcome !== null && (
                <p className={classes.outcome}>
                    <strong>{t.analysis.outcome}</strong> {analysis.outcome}
                </p>
            )}
        </>
    );
}

/** Parts of the model's answer that were not usable. */
export function DroppedFields({ fields }: { fields: string[] }) {
    const t = useTexts();
    if (fields.length === 0) return null;
    return (
        <Alert color="yellow" variant="light" title={t.analysis.dropped} mt="md">
            {fields.map((field) => (
                <div key={field}>{field}</div>
            ))}
        </Alert>
    );
}
