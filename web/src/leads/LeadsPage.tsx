import { SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import Search from "lucide-react/icons/search";
import SearchX from "lucide-react/icons/search-x";
import UserRoundX from "lucide-react/icons/user-round-x";
import { useState } from "react";

import { type LeadFilters, leadsQuery } from "../api/queries";
import type { Lead } from "../api/types";
import { withoutGaps } from "../calls/filters";
import { count } from "../format/numbers";
import { LeadTagMark, ScoreRing, SentimentMark, TrendMark } from "../parts/Analysis";
import { type Column, PagedTable, rowLinkClass } from "../parts/DataTable";
import { ExportMenu } from "../parts/ExportMenu";
import { Moment } from "../parts/Moment";
import { Page, Panel } from "../parts/Page";
import partsClasses from "../parts/parts.module.css";
import { State } from "../parts/states";
import { useTexts } from "../texts";
import { leadSearch, leadTags } from "./filters";
import classes from "./leads.module.css";

const typingPauseMs = 300;

function useLeadFilters() {
    // Once more, because the router lets through what nobody has validated.
    const filters = leadSearch(useSearch({ from: "/shell/leads" }));
    const navigate = useNavigate({ from: "/leads" });
    const change = (fields: Partial<LeadFilters>) =>
        void navigate({ search: withoutGaps({ ...filters, ...fields }), replace: true });
    return { filters, change };
}

function LeadFilterBar() {
    const t = useTexts();
    const { filters, change } = useLeadFilters();
    const [text, setText] = useState(filters.q ?? "");
    const search = useDebouncedCallback((words: string) => change({ q: words.trim() || undefined }), typingPauseMs);
    return (
        <div className={partsClasses.filters} role="search">
            <TextInput
                className={partsClasses.wide}
                type="search"
                aria-label={t.leads.search}
                placeholder={t.leads.search}
                leftSection={<Search size={16} />}
                value={text}
                maxLength={200}
                onChange={(event) => {
                    setText(event.currentTarget.value);
                    search(event.currentTarget.value);
                }}
            />
            <SegmentedControl
                className={partsClasses.narrow}
                aria-label={t.leads.columns.tag}
                data={[{ value: "", label: t.leads.anyTag }, ...leadTags.map((tag) => ({ value: tag, label: t.words.tag[tag] }))]}
                value={filters.tag ?? ""}
                onChange={(tag) => change({ tag: leadTags.find((known) => known === tag) })}
            />
        </div>
    );
}

function LeadName({ lead }: { lead: Lead }) {
    return (
        <div className={classes.name}>
            <ScoreRing score={lead.total_score} tag={lead.lead_tag} size={42} />
            <div>
                <Link to="/leads/$phone" params={{ phone: lead.phone_number }} className={rowLinkClass}>
                    <span className={classes.person}>{lead.contact_name ?? lead.phone_number}</span>
                </Link>
                {lead.contact_name !== null && <span className={classes.number}>{lead.phone_number}</span>}
            </div>
        </div>
    );
}

function useLeadColumns(): Column<Lead>[] {
    const t = useTexts();
    const { columns } = t.leads;
    return [
        { name: columns.lead, cell: (lead) => <LeadName lead={lead} /> },
        { name: columns.tag, cell: (lead) => <LeadTagMark tag={lead.lead_tag} /> },
        { name: columns.summary, cell: (lead) => <p className={classes.summary}>{lead.summary}</p>, isExtra: true },
        { name: columns.mood, cell: (lead) => <SentimentMark sentiment={lead.sentiment} />, isExtra: true },
        { name: columns.engagement, cell: (lead) => <TrendMark trend={lead.engagement_trend} />, isExtra: true },
        { name: columns.calls, cell: (lead) => count(lead.statistics.calls), align: "right", isExtra: true },
        { name: columns.last, cell: (lead) => <Moment at={lead.statistics.last_call_at} />, align: "right" },
    ];
}

export function LeadsPage() {
    const t = useTexts();
    const { filters } = useLeadFilters();
    const query = useInfiniteQuery(leadsQuery(filters));
    const columns = useLeadColumns();
    const isFiltered = Object.keys(filters).length > 0;
    return (
        <Page title={t.leads.title} lead={t.leads.lead} actions={<ExportMenu table="leads" filters={filters} />}>
            <LeadFilterBar />
            <Panel isFlush>
                <PagedTable
                    label={t.leads.title}
                    columns={columns}
                    query={query}
                    rowKey={(lead) => lead.phone_number}
                    isLinked
                    empty={
                        isFiltered ? (
                            <State icon={SearchX} title={t.leads.noneFound} text={t.leads.noneFoundText} />
                        ) : (
                            <State icon={UserRoundX} title={t.leads.none} text={t.leads.noneText} />
                        )
                    }
                />
            </Panel>
        </Page>
    );
}
