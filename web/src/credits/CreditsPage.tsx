import { Button, Select, Tabs } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import HandCoins from "lucide-react/icons/hand-coins";
import Receipt from "lucide-react/icons/receipt";
import { lazy, Suspense, useState } from "react";

import { creditsQuery, overviewQuery, statsQuery, type TransferFilters, transfersQuery } from "../api/queries";
import { isAdministrator, sessionQuery } from "../api/session";
import type { CreditBalance, Overview, Stats, Transfer, TransferKind } from "../api/types";
import { credits, isNegative, signedCredits } from "../format/credits";
import { count, duration, unknown } from "../format/numbers";
import { rangeOf } from "../format/periods";
import { DataTable, PagedTable } from "../parts/DataTable";
import { ExportMenu } from "../parts/ExportMenu";
import { Figure } from "../parts/Figure";
import { Moment, useNow } from "../parts/Moment";
import { Page, Panel } from "../parts/Page";
import partsClasses from "../parts/parts.module.css";
import { Loading, QueryView, State } from "../parts/states";
import { Tag } from "../parts/Tag";
import { useTexts } from "../texts";
import classes from "./credits.module.css";
import { GrantDialog } from "./GrantDialog";

const UsageChart = lazy(() => import("./UsageChart"));

const kinds: TransferKind[] = ["charge", "grant", "top-up", "bonus", "refund", "adjustment"];

function BalanceNote({ balance }: { balance: CreditBalance }) {
    const t = useTexts();
    if (balance.threshold_reached === null) return t.credits.enough;
    return <Tag tone={balance.threshold_reached === "15" ? "warn" : "bad"}>{t.credits.low}</Tag>;
}

function Figures({ balance, outlook }: { balance: CreditBalance; outlook: Overview["credits"] | undefined }) {
    const t = useTexts();
    const { tariff } = balance;
    return (
        <Panel isFlush className={classes.figures}>
            <Figure
                label={t.credits.balance}
                value={credits(balance.balance)}
                note={<BalanceNote balance={balance} />}
            />
            <Figure
                label={t.credits.burn}
                value={credits(outlook?.burn_per_day ?? null)}
                note={t.credits.burnNote}
            />
            <Figure
                label={t.credits.daysLeft}
                value={outlook?.days_left == null ? unknown : count(Math.floor(outlook.days_left))}
                note={t.credits.daysLeftNote}
            />
            <Figure
                label={t.credits.price}
                value={credits(tariff.credits_per_minute, 6)}
                note={t.credits.pulse(tariff.billing_pulse_seconds)}
            />
        </Panel>
    );
}

function UsageOfAgents({ stats }: { stats: Stats }) {
    const t = useTexts();
    return (
        <DataTable
            label={t.credits.perAgent}
            rows={stats.agents}
            rowKey={(agent) => agent.agent_id ?? "none"}
            columns={[
                { name: t.calls.columns.agent, cell: (agent) => agent.agent_name ?? t.calls.unnamedAgent },
                { name: t.calls.title, cell: (agent) => count(agent.calls), align: "right" },
                {
                    name: t.calls.columns.talk,
                    cell: (agent) => duration(agent.talk_seconds),
                    align: "right",
                    isExtra: true,
                },
                { name: t.credits.title, cell: (agent) => credits(agent.credits_charged), align: "right" },
            ]}
        />
    );
}

function Usage() {
    const t = useTexts();
    const now = useNow();
    const query = useQuery(statsQuery(rangeOf("month", now)));
    return (
        <Panel isFlush>
            <Tabs defaultValue="days" keepMounted={false}>
                <Tabs.List px="sm">
                    <Tabs.Tab value="days">{t.credits.perDay}</Tabs.Tab>
                    <Tabs.Tab value="agents">{t.credits.perAgent}</Tabs.Tab>
                </Tabs.List>
                <QueryView query={query} lines={7}>
                    {(stats) => (
                        <>
                            <Tabs.Panel value="days" p="md">
                                <Suspense fallback={<Loading lines={7} />}>
                                    <UsageChart stats={stats} />
                                </Suspense>
                            </Tabs.Panel>
                            <Tabs.Panel value="agents">
                                {stats.agents.length === 0 ? (
                                    <State icon={Receipt} title={t.credits.noUsage} />
                                ) : (
                                    <UsageOfAgents stats={stats} />
                                )}
                            </Tabs.Panel>
                        </>
                    )}
                </QueryView>
            </Tabs>
        </Panel>
    );
}

function WhatFor({ transfer }: { transfer: Transfer }) {
    const t = useTexts();
    const name = t.words.transfer[transfer.kind];
    if (transfer.call_id === null) return name;
    return (
        <Link to="/calls/$id" params={{ id: transfer.call_id }}>
            {name}
        </Link>
    );
}

function Ledger() {
    const t = useTexts();
    const [filters, setFilters] = useState<TransferFilters>({});
    const query = useInfiniteQuery(transfersQuery(filters));
    return (
        <Panel
            title={t.credits.ledger}
            isFlush
            aside={
                <div className={partsClasses.actions}>
                    <Select
                        aria-label={t.credits.columns.kind}
                        placeholder={t.credits.anyKind}
                        size="sm"
                        clearable
                        data={kinds.map((value) => ({ value, label: t.words.transfer[value] }))}
                        value={filters.kind ?? null}
                        onChange={(kind) => setFilters(kind === null ? {} : { kind })}
                    />
                    <ExportMenu table="transfers" filters={filters} />
                </div>
            }
        >
            <PagedTable
                label={t.credits.ledger}
                query={query}
                rowKey={(transfer) => transfer.id}
                empty={<State icon={Receipt} title={t.credits.noTransfers} text={t.credits.noTransfersText} />}
                columns={[
                    { name: t.credits.columns.when, cell: (transfer) => <Moment at={transfer.created_at} /> },
                    { name: t.credits.columns.kind, cell: (transfer) => <WhatFor transfer={transfer} /> },
                    {
                        name: t.credits.columns.way,
                        cell: ({ debit_account: from, credit_account: to }) =>
                            `${t.words.account[from]} → ${t.words.account[to]}`,
                        isExtra: true,
                    },
                    {
                        name: t.credits.columns.change,
                        cell: ({ balance_change: change }) => (
                            <span className={isNegative(change) ? undefined : classes.gain}>
                                {signedCredits(change)}
                            </span>
                        ),
                        align: "right",
                    },
                ]}
            />
        </Panel>
    );
}

export function CreditsPage() {
    const t = useTexts();
    const now = useNow();
    const session = useQuery(sessionQuery).data;
    const balance = useQuery(creditsQuery);
    const { from, to } = rangeOf("week", now);
    const outlook = useQuery(overviewQuery({ from, to })).data?.credits;
    const [isGranting, setGranting] = useState(false);
    return (
        <Page
            title={t.credits.title}
            lead={t.credits.lead}
            actions={
                session != null &&
                isAdministrator(session) && (
                    <Button leftSection={<HandCoins size={16} />} onClick={() => setGranting(true)}>
                        {t.credits.grant}
                    </Button>
                )
            }
        >
            <QueryView query={balance} lines={3}>
                {(known) => <Figures balance={known} outlook={outlook} />}
            </QueryView>
            <Usage />
            <Ledger />
            {isGranting && <GrantDialog onClose={() => setGranting(false)} />}
        </Page>
    );
}
