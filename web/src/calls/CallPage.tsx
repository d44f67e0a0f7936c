import { Button, Tabs } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import RefreshCw from "lucide-react/icons/refresh-cw";
import UserRound from "lucide-react/icons/user-round";
import { useRef, useState } from "react";

import { answer, api } from "../api/client";
import { callQuery } from "../api/queries";
import type { CallDetail } from "../api/types";
import { FormError } from "../parts/FormError";
import { LinkButton } from "../parts/LinkButton";
import { Moment } from "../parts/Moment";
import { Page, Panel } from "../parts/Page";
import { QueryView } from "../parts/states";
import { useTexts } from "../texts";
import { CallAnalysis } from "./CallAnalysis";
import { CallEvents } from "./CallEvents";
import { CallFacts } from "./CallFacts";
import { CallTransfers, ModelRequests } from "./CallRecords";
import classes from "./calls.module.css";
import { Conversation } from "./Conversation";
import { happenedAt } from "./happened_at";
import { StageTimeline } from "./StageTimeline";
import { TroubleNotes } from "./TroubleNotes";
import { AnalysisTag, OutcomeTag, StatusTag } from "./words";

function CallActions({ call }: { call: CallDetail }) {
    const t = useTexts();
    const queryClient = useQueryClient();
    const analyze = useMutation({
        mutationFn: () => answer(api.POST("/v1/calls/{id}/analyze", { params: { path: { id: call.id } } })),
        onSettled: () => queryClient.invalidateQueries({ queryKey: ["calls", "one", call.id] }),
    });
    const hasWords = call.transcript.some((turn) => turn.speaker === "customer");
    return (
        <>
            <FormError error={analyze.error} />
            {call.phone_number !== null && (
                <LinkButton
                    to="/leads/$phone"
                    params={{ phone: call.phone_number }}
                    variant="default"
                    leftSection={<UserRound size={16} />}
                >
                    {t.call.openLead}
                </LinkButton>
            )}
            <Button
                leftSection={<RefreshCw size={16} />}
                loading={analyze.isPending}
                disabled={!hasWords || call.ended_at === null}
                onClick={() => analyze.mutate()}
            >
                {call.analysis === null ? t.call.analyze : t.call.analyzeAgain}
            </Button>
        </>
    );
}

/** Which turn is pointed at: by a quote that was followed. */
function useTurnPointer() {
    const [pointed, setPointed] = useState<number | null>(null);
    const turns = useRef<HTMLOListElement>(null);
    const pointAt = (turn: number) => {
        setPointed(turn);
        const element = turns.current?.children[turn];
        if (!(element instanceof HTMLElement)) return;
        element.scrollIntoView({ block: "center", behavior: "smooth" });
        element.focus({ preventScroll: true });
    };
    return { pointed, turns, pointAt };
}

function CallContent({ call }: { call: CallDetail }) {
    const t = useTexts();
    const pointer = useTurnPointer();
    return (
        <>
            <TroubleNotes call={call} />
            <Panel title={t.call.stages} aside={call.attempt > 0 ? t.call.attempt(call.attempt + 1) : undefined}>
                <StageTimeline call={call} />
            </Panel>
            <div className={classes.columns}>
                <div className={classes.side}>
                    <Panel title={t.call.conversation}>
                        <Conversation call={call} pointed={pointer.pointed} turns={pointer.turns} />
                    </Panel>
                    <Panel title={t.call.factsTitle}>
                        <CallFacts call={call} />
                    </Panel>
                </div>
                <Panel title={t.call.analysis} aside={<AnalysisTag status={call.analysis_status} />}>
                    <CallAnalysis call={call} onQuote={pointer.pointAt} />
                </Panel>
            </div>
            <Panel isFlush>
                <Tabs defaultValue="events" keepMounted={false}>
                    <Tabs.List px="sm">
                        <Tabs.Tab value="events">{t.call.events}</Tabs.Tab>
                        <Tabs.Tab value="transfers">{t.call.transfers}</Tabs.Tab>
                        <Tabs.Tab value="requests">{t.call.requests}</Tabs.Tab>
                    </Tabs.List>
                    <Tabs.Panel value="events">
                        <CallEvents id={call.id} />
                    </Tabs.Panel>
                    <Tabs.Panel value="transfers">
                        <CallTransfers transfers={call.transfers} />
                    </Tabs.Panel>
                    <Tabs.Panel value="requests">
                        <ModelRequests requests={call.model_requests} />
                    </Tabs.Panel>
                </Tabs>
            </Panel>
        </>
    );
}

function titleOf(call: CallDetail | undefined, fallback: string, erased: string): string {
    if (call === undefined) return fallback;
    if (call.erased) return erased;
    return call.customer_name ?? call.phone_number ?? fallback;
}

export function CallPage() {
    const t = useTexts();
    const { id } = useParams({ from: "/shell/calls/$id" });
    const query = useQuery(callQuery(id));
    const call = query.data;
    return (
        <Page
            title={titleOf(call, t.call.title, t.calls.erased)}
            lead={
                call && (
                    <span className={classes.leadLine}>
                        <StatusTag call={call} />
                        {call.outcome !== call.call_lifecycle_status && <OutcomeTag outcome={call.outcome} />}
                        {call.agent_name !== null && <span>{call.agent_name}</span>}
                        <Moment at={happenedAt(call)} />
                    </span>
                )
            }
            actions={call && <CallActions call={call} />}
        >
            <QueryView query={query} lines={10}>
                {(known) => <CallContent call={known} />}
            </QueryView>
        </Page>
    );
}
