import type { ModelPause } from "../api/types";

export type TrialState = "waits" | "due" | "under-way";

/** Where the next trial of a paused model stands. */
export function trialState({ next_trial_at }: ModelPause, now: Date): TrialState {
    if (next_trial_at === null) return "under-way";
    return new Date(next_trial_at).getTime() > now.getTime() ? "waits" : "due";
}

/** Whether the trial that a person asked for has ended without an answer: `asked` is what the server said then. */
export function hasFailed(asked: ModelPause | null, pause: ModelPause): boolean {
    if (asked === null || pause.next_trial_at === null) return false;
    // A trial that was under way when it was asked for is the one that counts.
    return asked.next_trial_at === null || pause.last_trial_at !== asked.last_trial_at;
}
