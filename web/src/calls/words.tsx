import type { AnalysisStatus, Call, LifecycleStatus, Outcome } from "../api/types";
import { Tag, type Tone } from "../parts/Tag";
import { useTexts } from "../texts";
import classes from "./calls.module.css";

const statusTones: Record<LifecycleStatus, Tone> = {
    queued: "quiet",
    initiated: "info",
    ringing: "info",
    "in-progress": "accent",
    "call-disconnected": "info",
    "no-answer": "warn",
    busy: "warn",
    failed: "bad",
    canceled: "quiet",
    completed: "good",
};
const outcomeTones: Record<Outcome, Tone> = {
    answered: "good",
    voicemail: "info",
    "no-answer": "warn",
    busy: "warn",
    failed: "bad",
    canceled: "quiet",
};
const analysisTones = { pending: "info", done: "good", failed: "bad" } as const;

const alive: ReadonlySet<LifecycleStatus> = new Set(["initiated", "ringing", "in-progress"]);

type Standing = Pick<Call, "call_lifecycle_status" | "no_news">;

/** Where a call stands; a dot breathes beside one that is under way. */
export function StatusTag({ call }: { call: Standing }) {
    const t = useTexts();
    const status = call.call_lifecycle_status;
    if (call.no_news) return <Tag tone="warn">{t.calls.noNews}</Tag>;
    if (status === null) return <Tag tone="warn">{t.calls.unknownStatus}</Tag>;
    return (
        <Tag tone={statusTones[status]} isLive={alive.has(status)}>
            {t.words.status[status]}
        </Tag>
    );
}

export function OutcomeTag({ outcome }: { outcome: Outcome | null }) {
    const t = useTexts();
    if (outcome === null) return <span className={classes.quiet}>{t.calls.outcomeOpen}</span>;
    return <Tag tone={outcomeTones[outcome]}>{t.words.outcome[outcome]}</Tag>;
}

export function AnalysisTag({ status }: { status: AnalysisStatus }) {
    const t = useTexts();
    // What is not worth a look does not ask for one.
    if (status === "none" || status === "skipped") {
        return <span className={classes.quiet}>{t.words.analysis[status]}</span>;
    }
    return (
        <Tag tone={analysisTones[status]} isLive={status === "pending"}>
            {t.words.analysis[status]}
        </Tag>
    );
}
