import { Link } from "@tanstack/react-router";
import PhoneOff from "lucide-react/icons/phone-off";

import type { LeadDetail } from "../api/types";
import { happenedAt } from "../calls/happened_at";
import { OutcomeTag } from "../calls/words";
import { duration, unknown } from "../format/numbers";
import { SentimentMark } from "../parts/Analysis";
import { DataTable, rowLinkClass } from "../parts/DataTable";
import { Moment } from "../parts/Moment";
import { State } from "../parts/states";
import { useTexts } from "../texts";

/** All calls with a number, with what each one said. */
export function LeadCalls({ lead }: { lead: LeadDetail }) {
    const t = useTexts();
    const { columns } = t.calls;
    const analyses = new Map(lead.individual.map((analysis) => [analysis.call_id, analysis]));
    if (lead.calls.length === 0) return <State icon={PhoneOff} title={t.lead.noCalls} />;
    return (
        <DataTable
            label={t.lead.calls}
            rows={lead.calls}
            rowKey={(call) => call.id}
            isLinked
            columns={[
                {
                    name: columns.when,
                    cell: (call) => (
                        <Link to="/calls/$id" params={{ id: call.id }} className={rowLinkClass}>
                            <Moment at={happenedAt(call)} />
                        </Link>
                    ),
                },
                { name: columns.outcome, cell: (call) => <OutcomeTag outcome={call.outcome} /> },
                { name: columns.talk, cell: (call) => duration(call.duration_seconds), align: "right", isExtra: true },
                {
                    name: t.lead.sentiment,
                    cell: (call) => {
                        const analysis = analyses.get(call.id);
                        return analysis === undefined ? unknown : <SentimentMark sentiment={analysis.sentiment} />;
                    },
                    isExtra: true,
                },
                {
                    name: t.lead.score,
                    cell: (call) => analyses.get(call.id)?.total_score ?? unknown,
                    align: "right",
                },
            ]}
        />
    );
}
