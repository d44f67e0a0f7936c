import { Alert } from "@mantine/core";
import Hourglass from "lucide-react/icons/hourglass";
import Sparkles from "lucide-react/icons/sparkles";

import type { CallDetail } from "../api/types";
import { ClaimedFact, ClaimLists, ScoreBars } from "../parts/Analysis";
import { Facts } from "../parts/Facts";
import { State } from "../parts/states";
import { AnalysisHead, DroppedFields } from "../parts/AnalysisHead";
import { useTexts } from "../texts";
import { turnOfQuote } from "./evidence";

const claimLists = ["key_topics", "interests", "pain_points", "objections", "next_steps"] as const;

/** What one call said, each value linked to the words that it rests on. */
export function CallAnalysis({ call, onQuote }: { call: CallDetail; onQuote: (turn: number) => void }) {
    const t = useTexts();
    const { analysis } = call;
    if (analysis === null) {
        const isPending = call.analysis_status === "pending";
        return (
            <State
                icon={isPending ? Hourglass : Sparkles}
                title={t.call.analysisMissing[call.analysis_status].title}
                text={failureOf(call) ?? t.call.analysisMissing[call.analysis_status].text}
            />
        );
    }
    const follow = (quote: string | null) => {
        const turn = turnOfQuote(quote, call.transcript);
        return turn === null ? null : () => onQuote(turn);
    };
    return (
        <>
            <NewerFailure call={call} />
            <AnalysisHead analysis={analysis} />
            <ScoreBars analysis={analysis} />
            <ClaimLists analysis={analysis} lists={claimLists} follow={follow} />
            <Facts
                facts={(["customer_name", "customer_email", "customer_phone"] as const).map((field) => [
                    t.analysis.customer[field],
                    analysis[field] && <ClaimedFact claim={analysis[field]} follow={follow} />,
                ])}
            />
            <DroppedFields fields={analysis.dropped_fields} />
        </>
    );
}

/** Why there is no newer analysis although one was asked for. */
function NewerFailure({ call }: { call: CallDetail }) {
    const t = useTexts();
    const reason = failureOf(call);
    if (reason === null && call.analysis_status !== "failed") return null;
    return (
        <Alert
            color={call.analysis_status === "failed" ? "red" : "yellow"}
            variant="light"
            title={t.call.analysisMissing[call.analysis_status].title}
            mb="md"
        >
            {reason ?? t.call.analysisMissing.failed.text} {t.call.analysisBefore}
        </Alert>
    );
}

/** Why the last job of the call failed or waits, in the server's words. */
function failureOf(call: CallDetail): string | null {
    const job = call.jobs.find(({ kind }) => kind === "analyze-call");
    return job?.held_because ?? (call.analysis_status === "failed" ? (job?.last_error ?? null) : null);
}
