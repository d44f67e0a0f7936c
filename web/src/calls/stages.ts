import type { CallDetail, LifecycleStatus, Stage } from "../api/types";

export type Step = {
    name: Stage["name"] | "no-answer" | "busy" | "failed" | "canceled";
    /** When it was reached; null where no event tells. */
    at: string | null;
    /** Until the next step; null where that is not known, or the next one lies before. */
    untilNextSeconds: number | null;
    state: "passed" | "current" | "ahead";
};

const way = ["queued", "initiated", "ringing", "in-progress", "call-disconnected", "completed"] as const;
const badEnds: ReadonlySet<LifecycleStatus> = new Set(["no-answer", "busy", "failed", "canceled"]);

type Walked = Pick<CallDetail, "call_lifecycle_status" | "stages" | "ended_at">;

/**
 * The way of a call: the stages that it passed, the one where it stands and those that lie ahead of it. A call that
 * ended without a conversation has no stages ahead.
 */
export function stepsOf(call: Walked): Step[] {
    const status = call.call_lifecycle_status;
    const reached = new Map(call.stages.map((stage) => [stage.name, stage]));
    const isBadEnd = status !== null && badEnds.has(status);
    const position = isBadEnd ? way.length : way.findIndex((name) => name === status);
    const steps: Step[] = [];
    way.forEach((name, index) => {
        const stage = reached.get(name);
        const isAhead = stage === undefined && index > position;
        if (stage === undefined && (isBadEnd || (index < position && !isCore(name)))) return;
        steps.push({
            name,
            at: stage?.at ?? null,
            untilNextSeconds: stage?.duration_seconds ?? null,
            state: name === status ? "current" : isAhead ? "ahead" : "passed",
        });
    });
    if (isBadEnd) {
        steps.push({ name: status as Step["name"], at: call.ended_at, untilNextSeconds: null, state: "current" });
    }
    return steps;
}

/** Stages that every conversation passes, whether or not an event told of them. */
function isCore(name: Step["name"]): boolean {
    return name === "ringing" || name === "in-progress" || name === "call-disconnected";
}
