import { SegmentedControl } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";

import { overviewQuery, statsQuery } from "../api/queries";
import type { Overview } from "../api/types";
import { credits } from "../format/credits";
import { compactCount, duration, percent } from "../format/numbers";
import { type Range, rangeOf, type RollingPeriod, rollingPeriods } from "../format/periods";
import { Change, Figure } from "../parts/Figure";
import { useNow } from "../parts/Moment";
import { Page, Panel } from "../parts/Page";
import { Loading, QueryView } from "../parts/states";
import { useTexts } from "../texts";
import { CreditOutlook } from "./CreditOutlook";
import { Health } from "./Health";
import { LeadTags } from "./LeadTags";
import { LiveFunnel } from "./LiveFunnel";
import classes from "./overview.module.css";

const CallsChart = lazy(() => import("./CallsChart"));
const SentimentChart = lazy(() => import("./SentimentChart"));

function Figures({ overview: { current, previous } }: { overview: Overview }) {
    const t = useTexts();
    return (
        <Panel isFlush className={classes.figures}>
            <Figure
                label={t.overview.calls}
                value={compactCount(current.calls)}
                note={<Change now={current.calls} before={previous?.calls ?? null} />}
            />
            <Figure
                label={t.overview.answerRate}
                value={percent(current.answer_rate)}
                note={<Change now={current.answer_rate} before={previous?.answer_rate ?? null} more="good" />}
            />
            <Figure
                label={t.overview.talk}
                value={duration(current.talk_seconds)}
                note={<Change now={current.talk_seconds} before={previous?.talk_seconds ?? null} />}
            />
            <Figure
                label={t.overview.averageTalk}
                value={duration(current.average_talk_seconds)}
                note={
                    <Change
                        now={current.average_talk_seconds}
                        before={previous?.average_talk_seconds ?? null}
                        more="good"
                    />
                }
            />
            <Figure
                label={t.overview.creditsUsed}
                value={credits(current.credits_charged)}
                note={
                    <Change
                        now={Number(current.credits_charged)}
                        before={previous === null ? null : Number(previous.credits_charged)}
                    />
                }
            />
        </Panel>
    );
}

function CallsPanel({ range }: { range: Range }) {
    const t = useTexts();
    const query = useQuery(statsQuery(range));
    return (
        <Panel title={(query.data ?? range).bucket === "hour" ? t.overview.perHour : t.overview.perDay}>
            <QueryView query={query} lines={8}>
                {(stats) => (
                    <Suspense fallback={<Loading lines={8} />}>
                        <CallsChart stats={stats} />
                    </Suspense>
                )}
            </QueryView>
        </Panel>
    );
}

function OverviewContent({ overview, range }: { overview: Overview; range: Range }) {
    const t = useTexts();
    if (overview.health.ingest.last_webhook_at === null) return <Navigate to="/welcome" replace />;
    return (
        <>
            <LiveFunnel live={overview.live} />
            <Figures overview={overview} />
            <div className={classes.wide}>
                <CallsPanel range={range} />
                <Panel title={t.overview.leadTags}>
                    <LeadTags counts={overview.lead_tags} />
                </Panel>
            </div>
            <div className={classes.three}>
                <Panel title={t.overview.sentiment}>
                    <Suspense fallback={<Loading lines={5} />}>
                        <SentimentChart overview={overview} />
                    </Suspense>
                </Panel>
                <Panel title={t.overview.creditsLeft}>
                    <CreditOutlook outlook={overview.credits} />
                </Panel>
                <Panel title={t.overview.health}>
                    <Health health={overview.health} />
                </Panel>
            </div>
        </>
    );
}

export function OverviewPage() {
    const t = useTexts();
    const now = useNow();
    const [period, setPeriod] = useState<RollingPeriod>("week");
    const range = rangeOf(period, now);
    const query = useQuery(overviewQuery({ from: range.from, to: range.to }));
    return (
        <Page
            title={t.overview.title}
            lead={t.overview.lead}
            actions={
                <SegmentedControl
                    aria-label={t.overview.period}
                    data={rollingPeriods.map((value) => ({ value, label: t.overview.periods[value] }))}
                    value={period}
                    onChange={(value) => setPeriod(rollingPeriods.find((known) => known === value) ?? "week")}
                />
            }
        >
            <QueryView query={query} lines={12}>
                {(overview) => <OverviewContent overview={overview} range={range} />}
            </QueryView>
        </Page>
    );
}
