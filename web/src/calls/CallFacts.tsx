import { Code } from "@mantine/core";

import type { CallDetail } from "../api/types";
import { credits, money } from "../format/credits";
import { duration } from "../format/numbers";
import { Facts } from "../parts/Facts";
import { Moment } from "../parts/Moment";
import { useTexts } from "../texts";

/** Why a call ended, in our words and then in the platform's own. */
function hangup(call: CallDetail, by: string | null): string | null {
    const own = [call.hangup_reason, call.hangup_provider_code].filter((text) => text !== null).join(" · ");
    if (by === null) return own === "" ? null : own;
    return own === "" ? by : `${by} (${own})`;
}

export function CallFacts({ call }: { call: CallDetail }) {
    const t = useTexts();
    const { facts } = t.call;
    const { provider_cost: cost } = call;
    return (
        <Facts
            facts={[
                [facts.phone, call.phone_number],
                [facts.agentNumber, call.agent_number],
                [facts.direction, call.direction && t.words.direction[call.direction]],
                [facts.ended, call.ended_at && <Moment at={call.ended_at} />],
                [facts.hangup, hangup(call, call.hangup_by && t.words.hangupBy[call.hangup_by])],
                [facts.talk, duration(call.duration_seconds)],
                [facts.line, call.telephony_duration_seconds && duration(call.telephony_duration_seconds)],
                [facts.credits, call.unbilled ? facts.unbilled : credits(call.credits_charged, 6)],
                [facts.providerCost, cost && money(cost.amount, cost.currency)],
                [facts.summary, call.provider_summary],
                [
                    facts.extracted,
                    call.extracted_data === null || call.extracted_data === undefined ? null : (
                        <Code block>{JSON.stringify(call.extracted_data, null, 2)}</Code>
                    ),
                ],
                [facts.batch, call.batch_id],
                [facts.execution, call.execution_id],
                [facts.duplicates, call.duplicates > 0 ? t.call.duplicates(call.duplicates) : null],
            ]}
        />
    );
}
