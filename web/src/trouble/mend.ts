import { answer, api } from "../api/client";
import type { TroubleGroup, TroubleItem } from "../api/types";

type Action = TroubleGroup["remedy"]["action"];
export type MendingAction = Extract<Action, "retry-job" | "replay-quarantined" | "replay-delivery">;

/** Whether a button of the dashboard mends it; the others are links or words. */
export function mendsHere(action: Action): action is MendingAction {
    return action === "retry-job" || action === "replay-quarantined" || action === "replay-delivery";
}

function mend(action: MendingAction, id: string) {
    const params = { path: { id } };
    if (action === "retry-job") return answer(api.POST("/v1/jobs/{id}/retry", { params }));
    if (action === "replay-quarantined") return answer(api.POST("/v1/quarantine/{id}/replay", { params }));
    return answer(api.POST("/v1/deliveries/{id}/replay", { params }));
}

/** Acts on one after the other; what one of them refuses does not keep the others back. Throws the first refusal. */
async function actOnEach(items: TroubleItem[], act: (id: string) => Promise<unknown>): Promise<void> {
    const refusals: unknown[] = [];
    for (const { id } of items) {
        if (id === null) continue;
        await act(id).catch((error: unknown) => refusals.push(error));
    }
    if (refusals.length > 0) throw refusals[0];
}

export async function mendEach(action: Action, items: TroubleItem[]): Promise<void> {
    if (mendsHere(action)) await actOnEach(items, (id) => mend(action, id));
}

/** Discards quarantined webhooks for good. */
export async function discardEach(items: TroubleItem[]): Promise<void> {
    await actOnEach(items, (id) => answer(api.DELETE("/v1/quarantine/{id}", { params: { path: { id } } })));
}
