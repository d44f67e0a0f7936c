import { readFileSync } from "node:fs";
import { join } from "node:path";

import { sourceFolder } from "./server";

type Body = Record<string, unknown>;

export type StageName = "queued" | "initiated" | "ringing" | "in-progress" | "call-disconnected" | "completed";

/** The body of tests/data/bolna/NAME.json for another call, one that happens now; `changes` replace its keys. */
export function body(name: string, executionId: string, changes: Body = {}): Body {
    const path = join(sourceFolder, "tests/data/bolna", `${name}.json`);
    const now = new Date().toISOString();
    const recorded = JSON.parse(readFileSync(path, "utf8")) as Body;
    const made: Body = { ...recorded, created_at: now, updated_at: now, ...changes };
    return { ...made, [made["id"] === undefined ? "execution_id" : "id"]: executionId };
}

/** A completed call with a customer and words of the test's own. */
export function completed(executionId: string, phone: string, transcript: string): Body {
    const made = body("completed", executionId);
    const telephony = made["telephony_data"] as Body;
    const context = made["context_details"] as Body;
    return {
        ...made,
        user_number: phone,
        transcript,
        telephony_data: { ...telephony, to_number: phone },
        context_details: { ...context, recipient_phone_number: phone },
    };
}

export async function send(address: string, webhook: Body): Promise<void> {
    const response = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(webhook),
    });
    if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
}
