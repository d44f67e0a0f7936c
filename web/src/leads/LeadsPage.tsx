import { SegmentedControl, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import UserRoundX from "lucide-react/icons/user-round-x";

import { type LeadFilters, leadsQuery } from "../api/queries";
import type { Lead } from "../api/types";
import { count } from "../format/numbers";
import { NoneFound } from "../lists/NoneFound";
import { SearchField } from "../lists/SearchField";
import { useFilters } from "../lists/use_filters";
import { LeadTagMark, ScoreRing, SentimentMark, TrendMark } from "../parts/Analysis";
import { type Column, PagedTable, rowLinkClass } from "../parts/DataTable";
import { ExportMenu } from "../parts/ExportMenu";
import { Moment } from "../parts/Moment";
import { Page, Panel } from "../parts/Page";
import partsClasses from "../parts/parts.module.css";
import { State } from "../parts/states";
import { useTexts } from "../texts";
import { leadSearch, leadTags, lowestScores } from "./filters";
import classes from "./leads.module.css";

const useLeadFilters = () => useFilters<LeadFilters>(leadSearch);

function LeadFilterBar() {
    const t = useTexts();
    const { filters, change } = useLeadFilters();
    const scores = [...new Set([...lowestScores, ...(filters.min_score === undefined ? [] : [filters.min_score])])];
    return (
        <div className={partsClasses.filters} role="search">
            <SearchField label={t.leads.search} value={filters.q} onSearch={(q) => change({ q })} />
            <SegmentedControl
                className={partsClasses.narrow}
                aria-label={t.leads.columns.tag}
                data={[{ value: "", label: t.leads.anyTag }, ...leadTags.map((tag) => ({ value: tag, label: t.words.tag[tag] }))]}
                value={filters.tag ?? ""}
                onChange={(tag) => change({ tag: leadTags.find((known) => known === tag) })}
            />
            <Select
                aria-label={t.leads.lowestScore}
                placeholder={t.leads.anyScore}
                data={scores.map((score) => ({ value: String(score), label: t.leads.scoreFrom(score) }))}
                value={filters.min_score === undefined ? null : String(filters.min_score)}
                onChange={(score) => change({ min_score: score === null ? undefined : Number(score) })}
                clearable
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
    const { filters, isFiltered, clear } = useLeadFilters();
    const query = useInfiniteQuery(leadsQuery(filters));
    const columns = useLeadColumns();
    return (
        <Page
            title={t.leads.title}
            lead={t.leads.lead}
            actions={
                <>
                    <ExportMenu table="contacts" label={t.leads.exportContacts} />
                    <ExportMenu table="leads" filters={filters} />
                </>
            }
        >
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
                            <NoneFound title={t.leads.noneFound} text={t.leads.noneFoundText} onClear={clear} />
                        ) : (
                            <State icon={UserRoundX} title={t.leads.none} text={t.leads.noneText} />
                        )
                    }
                />
            </Panel>
        </Page>
    );
}
