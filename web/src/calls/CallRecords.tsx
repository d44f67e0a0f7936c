import Bot from "lucide-react/icons/bot";
import Receipt from "lucide-react/icons/receipt";

import type { ModelRequest, Transfer } from "../api/types";
import { money, signedCredits } from "../format/credits";
import { count, unknown } from "../format/numbers";
import { DataTable } from "../parts/DataTable";
import { Moment } from "../parts/Moment";
import partsClasses from "../parts/parts.module.css";
import { State } from "../parts/states";
import { Tag, type Tone } from "../parts/Tag";
import { useTexts } from "../texts";

export function CallTransfers({ transfers }: { transfers: Transfer[] }) {
    const t = useTexts();
    if (transfers.length === 0) return <State icon={Receipt} title={t.call.noTransfers} text={t.call.noTransfersText} />;
    return (
        <DataTable
            label={t.call.transfers}
            rows={transfers}
            rowKey={(transfer) => transfer.id}
            columns={[
                { name: t.credits.columns.when, cell: (transfer) => <Moment at={transfer.created_at} /> },
                { name: t.credits.columns.kind, cell: (transfer) => t.words.transfer[transfer.kind] },
                {
                    name: t.credits.columns.way,
                    cell: ({ debit_account: from, credit_account: to }) =>
                        `${t.words.account[from]} → ${t.words.account[to]}`,
                    isExtra: true,
                },
                {
                    name: t.credits.columns.change,
                    cell: (transfer) => signedCredits(transfer.balance_change),
                    align: "right",
                },
            ]}
        />
    );
}

function toneOf(outcome: ModelRequest["outcome"]): Tone {
    if (outcome === "answered") return "good";
    if (outcome === "sent" || outcome === "rate-limited" || outcome === "unavailable") return "warn";
    return "bad";
}

export function ModelRequests({ requests }: { requests: ModelRequest[] }) {
    const t = useTexts();
    const { columns } = t.requests;
    if (requests.length === 0) return <State icon={Bot} title={t.requests.none} text={t.requests.noneText} />;
    return (
        <DataTable
            label={t.call.requests}
            rows={requests}
            rowKey={(request) => request.id}
            columns={[
                { name: columns.when, cell: (request) => <Moment at={request.at} /> },
                { name: columns.analysis, cell: (request) => t.words.analysisType[request.analysis_type] },
                { name: columns.model, cell: (request) => request.model ?? t.words.analyzer[request.analyzer] },
                { name: columns.prompt, cell: (request) => request.prompt_version ?? unknown, isExtra: true },
                {
                    name: columns.outcome,
                    cell: (request) => (
                        <>
                            <Tag tone={toneOf(request.outcome)}>{t.words.request[request.outcome]}</Tag>
                            {request.error !== null && <p className={partsClasses.reason}>{request.error}</p>}
                        </>
                    ),
                },
                {
                    name: columns.tokens,
                    cell: (request) => t.requests.tokens(count(request.input_tokens), count(request.output_tokens)),
                    align: "right",
                    isExtra: true,
                },
                {
                    name: columns.time,
                    cell: (request) => (request.duration_ms === null ? unknown : `${count(request.duration_ms)} ms`),
                    align: "right",
                    isExtra: true,
                },
                {
                    name: columns.cost,
                    cell: (request) => (request.cost_usd === null ? unknown : money(request.cost_usd, "USD")),
                    align: "right",
                    isExtra: true,
                },
            ]}
        />
    );
}
