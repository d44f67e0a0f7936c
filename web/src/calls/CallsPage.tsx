import { Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import PhoneOff from "lucide-react/icons/phone-off";
import { useMemo, useState } from "react";

import { agentsQuery, type CallFilters, callsQuery } from "../api/queries";
import type { Call } from "../api/types";
import { credits } from "../format/credits";
import { duration } from "../format/numbers";
import { NoneFound } from "../lists/NoneFound";
import { PhoneField } from "../lists/PhoneField";
import { SearchField } from "../lists/SearchField";
import { useAllRows } from "../lists/use_all_rows";
import { useFilters } from "../lists/use_filters";
import { type Column, PagedTable, rowLinkClass } from "../parts/DataTable";
import { ExportMenu } from "../parts/ExportMenu";
import { LinkButton } from "../parts/LinkButton";
import { Moment } from "../parts/Moment";
import { Page, Panel } from "../parts/Page";
import { State } from "../parts/states";
import partsClasses from "../parts/parts.module.css";
import { useTexts } from "../texts";
import classes from "./calls.module.css";
import {
    analysisStatuses,
    beginningOf,
    callSearch,
    lifecycleStatuses,
    outcomes,
    type Period,
    periodFrom,
} from "./filters";
import { happenedAt } from "./happened_at";
import { AnalysisTag, StatusTag } from "./words";

const periods: Period[] = ["today", "week", "month", "ever"];
const useCallFilters = () => useFilters<CallFilters>(callSearch);

function CallFilterBar() {
    const t = useTexts();
    const { filters, change } = useCallFilters();
    const agents = useAllRows(useInfiniteQuery(agentsQuery)) ?? [];
    const [now] = useState(() => new Date());
    return (
        <div className={partsClasses.filters} role="search">
            <SearchField label={t.calls.search} value={filters.q} onSearch={(q) => change({ q })} />
            <PhoneField label={t.calls.phone} value={filters.phone} onChoose={(phone) => change({ phone })} />
            <Select
                aria-label={t.calls.columns.status}
                placeholder={t.calls.anyStatus}
                data={lifecycleStatuses.map((value) => ({ value, label: t.words.status[value] }))}
                value={filters.status ?? null}
                onChange={(status) => change({ status: status ?? undefined })}
                clearable
            />
            <Select
                aria-label={t.calls.columns.outcome}
                placeholder={t.calls.anyOutcome}
                data={outcomes.map((value) => ({ value, label: t.words.outcome[value] }))}
                value={filters.outcome ?? null}
                onChange={(outcome) => change({ outcome: outcome ?? undefined })}
                clearable
            />
            <Select
                aria-label={t.calls.columns.agent}
                placeholder={t.calls.anyAgent}
                data={agents.map((agent) => ({ value: agent.id, label: agent.name ?? agent.provider_agent_id }))}
                value={filters.agent_id ?? null}
                onChange={(agent_id) => change({ agent_id: agent_id ?? undefined })}
                clearable
                searchable
            />
            <Select
                aria-label={t.calls.columns.analysis}
                placeholder={t.calls.anyAnalysis}
                data={analysisStatuses.map((value) => ({ value, label: t.words.analysis[value] }))}
                value={filters.analysis ?? null}
                onChange={(analysis) => change({ analysis: analysis ?? undefined })}
                clearable
            />
            <Select
                aria-label={t.calls.period}
                data={periods.map((value) => ({ value, label: t.words.period[value] }))}
                value={periodFrom(filters.from, now) ?? null}
                placeholder={t.calls.otherPeriod}
                onChange={(period) => change({ from: period === null ? undefined : beginningOf(period, now) })}
                allowDeselect={false}
            />
        </div>
    );
}

function Customer({ call }: { call: Call }) {
    const t = useTexts();
    const noNumber = call.direction === "web" ? t.calls.webCall : t.calls.unknownNumber;
    const name = call.erased ? t.calls.erased : (call.customer_name ?? call.phone_number ?? noNumber);
    return (
        <>
            <Link to="/calls/$id" params={{ id: call.id }} className={rowLinkClass}>
                <span className={classes.customer}>{name}</span>
            </Link>
            {call.customer_name !== null && !call.erased && <span className={classes.number}>{call.phone_number}</span>}
            {call.highlight !== null && (
                <span className={classes.highlight}>
                    {call.highlight.parts.map((part, index) =>
                        part.marked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
                    )}
                </span>
            )}
        </>
    );
}

/** What came of a call, where the status beside it does not say so already. */
function OutcomeWord({ call }: { call: Call }) {
    const t = useTexts();
    if (call.outcome === null) return <span className={classes.quiet}>{t.calls.outcomeOpen}</span>;
    return call.outcome === call.call_lifecycle_status ? null : t.words.outcome[call.outcome];
}

function useCallColumns(): Column<Call>[] {
    const t = useTexts();
    return useMemo(
        () => [
            { name: t.calls.columns.customer, cell: (call) => <Customer call={call} /> },
            { name: t.calls.columns.status, cell: (call) => <StatusTag call={call} /> },
            { name: t.calls.columns.outcome, cell: (call) => <OutcomeWord call={call} />, isExtra: true },
            { name: t.calls.columns.agent, cell: (call) => call.agent_name ?? t.calls.unnamedAgent, isExtra: true },
            {
                name: t.calls.columns.talk,
                cell: (call) => duration(call.duration_seconds),
                align: "right",
                isExtra: true,
            },
            {
                name: t.calls.columns.credits,
                cell: (call) => credits(call.credits_charged),
                align: "right",
                isExtra: true,
            },
            {
                name: t.calls.columns.analysis,
                cell: (call) => <AnalysisTag status={call.analysis_status} />,
                isExtra: true,
            },
            { name: t.calls.columns.when, cell: (call) => <Moment at={happenedAt(call)} />, align: "right" },
        ],
        [t],
    );
}

export function CallsPage() {
    const t = useTexts();
    const { filters, isFiltered, clear } = useCallFilters();
    const query = useInfiniteQuery(callsQuery(filters));
    const columns = useCallColumns();
    const empty = isFiltered ? (
        <NoneFound title={t.calls.noneFound} text={t.calls.noneFoundText} onClear={clear} />
    ) : (
        <State
            icon={PhoneOff}
            title={t.calls.none}
            text={t.calls.noneText}
            action={<LinkButton to="/welcome">{t.calls.begin}</LinkButton>}
        />
    );
    return (
        <Page title={t.calls.title} lead={t.calls.lead} actions={<ExportMenu table="calls" filters={filters} />}>
            <CallFilterBar />
            <Panel isFlush>
                <PagedTable
                    label={t.calls.title}
                    columns={columns}
                    query={query}
                    rowKey={(call) => call.id}
                    isLinked
                    empty={empty}
                />
            </Panel>
        </Page>
    );
}
