import type { Call } from "../api/types";

type Times = Pick<Call, "ringing_started_at" | "call_answered_at" | "ended_at" | "created_at">;

/** When a call took place, as far as it is told; else when it was first heard of. */
export function happenedAt(call: Times): string {
    return call.ringing_started_at ?? call.call_answered_at ?? call.ended_at ?? call.created_at;
}
