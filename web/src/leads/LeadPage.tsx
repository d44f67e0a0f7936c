import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import Hourglass from "lucide-react/icons/hourglass";
import { lazy, Suspense } from "react";

import { leadQuery } from "../api/queries";
import type { CompleteAnalysis, LeadDetail } from "../api/types";
import { duration } from "../format/numbers";
import { ClaimLists, LeadTagMark, ScoreBars, SentimentMark, TrendMark } from "../parts/Analysis";
import { AnalysisHead, DroppedFields } from "../parts/AnalysisHead";
import { ExportMenu } from "../parts/ExportMenu";
import { Facts } from "../parts/Facts";
import { LinkButton } from "../parts/LinkButton";
import { Moment } from "../parts/Moment";
import { Page, Panel } from "../parts/Page";
import { Loading, QueryView, State } from "../parts/states";
import { useTexts } from "../texts";
import { ContactCard } from "./ContactCard";
import { LeadCalls } from "./LeadCalls";
import classes from "./leads.module.css";

const ScoreChart = lazy(() => import("./ScoreChart"));

/** The API gives the newest calls of a lead, and no more than this. */
const callsShownAtMost = 50;

const claimLists = [
    "recommended_actions",
    "key_decision_factors",
    "next_steps",
    "interests",
    "pain_points",
    "objections",
    "key_topics",
] as const;

function CompletePanel({ complete }: { complete: CompleteAnalysis | null }) {
    const t = useTexts();
    if (complete === null) {
        return (
            <Panel title={t.lead.complete}>
                <State icon={Hourglass} title={t.lead.noAnalysis} text={t.lead.noAnalysisText} />
            </Panel>
        );
    }
    return (
        <Panel title={t.lead.complete}>
            {complete.dirty && (
                <Alert variant="light" mb="md">
                    {t.lead.dirty}
                </Alert>
            )}
            <AnalysisHead analysis={complete} />
            <ScoreBars analysis={complete} />
            <ClaimLists analysis={complete} lists={claimLists} follow={() => null} />
            <DroppedFields fields={complete.dropped_fields} />
        </Panel>
    );
}

function Statistics({ complete }: { complete: CompleteAnalysis }) {
    const t = useTexts();
    const { statistics } = complete;
    return (
        <Facts
            facts={[
                [t.lead.statistics.calls, t.lead.callsOf(statistics.calls, statistics.answered_calls)],
                [t.lead.statistics.talk, duration(statistics.talk_seconds)],
                [t.lead.statistics.averageScore, statistics.average_score],
                [t.lead.statistics.score, <TrendMark key="score" trend={statistics.score_trend} />],
                [t.lead.statistics.sentiment, <TrendMark key="mood" trend={statistics.sentiment_trend} />],
                [t.lead.statistics.engagement, <TrendMark key="engagement" trend={complete.engagement_trend} />],
                [t.lead.statistics.first, <Moment key="first" at={statistics.first_call_at} />],
                [t.lead.statistics.last, <Moment key="last" at={statistics.last_call_at} />],
            ]}
        />
    );
}

function LeadContent({ lead }: { lead: LeadDetail }) {
    const t = useTexts();
    const navigate = useNavigate();
    return (
        <div className={classes.columns}>
            <div className={classes.stack}>
                <CompletePanel complete={lead.complete} />
                {lead.individual.length > 1 && (
                    <Panel title={t.lead.chart}>
                        <Suspense fallback={<Loading lines={6} />}>
                            <ScoreChart lead={lead} />
                        </Suspense>
                    </Panel>
                )}
                <Panel
                    title={t.lead.calls}
                    isFlush
                    aside={
                        lead.calls.length >= callsShownAtMost && (
                            <LinkButton to="/calls" search={{ phone: lead.phone_number }} variant="default" size="sm">
                                {t.lead.allCalls}
                            </LinkButton>
                        )
                    }
                >
                    <LeadCalls lead={lead} />
                </Panel>
            </div>
            <div className={classes.stack}>
                <ContactCard
                    key={lead.contact?.id ?? lead.phone_number}
                    contact={lead.contact}
                    onErased={() => void navigate({ to: "/leads" })}
                />
                {lead.complete !== null && (
                    <Panel title={t.lead.overCalls}>
                        <Statistics complete={lead.complete} />
                    </Panel>
                )}
            </div>
        </div>
    );
}

export function LeadPage() {
    const t = useTexts();
    const { phone } = useParams({ from: "/shell/leads/$phone" });
    const query = useQuery(leadQuery(phone));
    const complete = query.data?.complete;
    return (
        <Page
            title={query.data?.contact?.name ?? phone}
            lead={
                <span className={classes.leadLine}>
                    {complete && <LeadTagMark tag={complete.lead_tag} />}
                    {complete && <SentimentMark sentiment={complete.sentiment} />}
                    <span>{phone}</span>
                </span>
            }
            actions={
                complete == null ? undefined : (
                    <ExportMenu
                        table="lead-analytics"
                        filters={{ phone_number: complete.phone_number }}
                        label={t.lead.exportAnalyses}
                    />
                )
            }
        >
            <QueryView query={query} lines={10}>
                {(lead) => <LeadContent lead={lead} />}
            </QueryView>
        </Page>
    );
}
