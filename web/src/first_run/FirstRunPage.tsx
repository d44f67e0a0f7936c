import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Check from "lucide-react/icons/check";
import type { ReactNode } from "react";

import { answer, api } from "../api/client";
import { callQuery, callsQuery, endpointsQuery } from "../api/queries";
import type { Endpoint } from "../api/types";
import { useAction } from "../api/use_action";
import { StageTimeline } from "../calls/StageTimeline";
import { AnalysisTag } from "../calls/words";
import { useAllRows } from "../lists/use_all_rows";
import { CopyField } from "../parts/CopyField";
import { FormError } from "../parts/FormError";
import { LinkButton } from "../parts/LinkButton";
import { Page, Panel } from "../parts/Page";
import { ErrorState, Loading } from "../parts/states";
import { Tag } from "../parts/Tag";
import { rememberAddress, useAddresses } from "../settings/addresses";
import { useMayChange } from "../session/use_may_change";
import { useTexts } from "../texts";
import { UnreadHint } from "../trouble/UnreadHint";
import classes from "./first_run.module.css";

type StepProps = { number: number; title: string; isDone: boolean; children: ReactNode };

function Step({ number, title, isDone, children }: StepProps) {
    const t = useTexts();
    return (
        <li className={classes.step} data-done={isDone}>
            <span className={classes.mark} aria-hidden>
                {isDone ? <Check size={16} strokeWidth={3} /> : number}
            </span>
            <div className={classes.body}>
                <h2>
                    {title} {isDone && <span className="visually-hidden">{t.firstRun.done}</span>}
                </h2>
                {children}
            </div>
        </li>
    );
}

function AddressStep({ endpoints }: { endpoints: Endpoint[] }) {
    const t = useTexts();
    const mayChange = useMayChange();
    const addresses = useAddresses();
    const known = endpoints.find((endpoint) => addresses.has(endpoint.id));
    const address = known === undefined ? undefined : addresses.get(known.id);
    const make = useAction(
        () => answer(api.POST("/v1/endpoints", { body: { provider: "bolna", name: t.firstRun.endpointName } })),
        { refreshes: ["endpoints"], onDone: rememberAddress },
    );
    return (
        <Step number={1} title={t.firstRun.address} isDone={endpoints.length > 0}>
            {address === undefined && !mayChange && <p>{t.firstRun.addressOfOwner}</p>}
            {address === undefined && mayChange && (
                <>
                    <p>{endpoints.length > 0 ? t.firstRun.addressHidden : t.firstRun.addressText}</p>
                    <FormError error={make.error} />
                    <Button
                        variant={endpoints.length > 0 ? "default" : "filled"}
                        loading={make.isPending}
                        onClick={() => make.mutate()}
                    >
                        {endpoints.length > 0 ? t.firstRun.anotherAddress : t.firstRun.makeAddress}
                    </Button>
                </>
            )}
            {address !== undefined && (
                <>
                    <p>{t.firstRun.paste}</p>
                    <CopyField value={address} label={t.firstRun.address} />
                    <p className={classes.aside}>{t.firstRun.simulate}</p>
                    <CopyField value={`callfold simulate --live --calls 3 --url ${address}`} label={t.firstRun.simulateLabel} />
                </>
            )}
        </Step>
    );
}

function WebhookStep({ endpoints }: { endpoints: Endpoint[] }) {
    const t = useTexts();
    const isWaiting = endpoints.length > 0;
    const isDone = endpoints.some((endpoint) => endpoint.first_webhook_at !== null);
    return (
        <Step number={2} title={t.firstRun.webhook} isDone={isDone}>
            {isDone ? (
                <Tag tone="good" withDot>
                    {t.firstRun.webhookCame}
                </Tag>
            ) : (
                <Tag tone={isWaiting ? "info" : "quiet"} isLive={isWaiting}>
                    {t.firstRun.waiting}
                </Tag>
            )}
            <UnreadHint endpoints={endpoints} />
        </Step>
    );
}

/** The call that shows the way: one that is analysed before one that is not, the newest of them. */
function useGuideCall() {
    const query = useInfiniteQuery(callsQuery({}));
    const calls = query.data?.pages.flatMap((page) => page.data) ?? [];
    const guide = calls.find((call) => call.analysis_status === "done") ?? calls[0];
    const detail = useQuery({ ...callQuery(guide?.id ?? ""), enabled: guide !== undefined });
    return guide === undefined ? undefined : detail.data;
}

function CallSteps() {
    const t = useTexts();
    const call = useGuideCall();
    const isAnalysed = call?.analysis_status === "done";
    return (
        <>
            <Step number={3} title={t.firstRun.call} isDone={call !== undefined && call.ended_at !== null}>
                {call === undefined ? <p>{t.firstRun.callText}</p> : <StageTimeline call={call} />}
            </Step>
            <Step number={4} title={t.firstRun.insight} isDone={isAnalysed}>
                {call === undefined ? <p>{t.firstRun.insightText}</p> : <AnalysisTag status={call.analysis_status} />}
                {isAnalysed && (
                    <>
                        <p className={classes.summary}>{call.analysis?.summary}</p>
                        <LinkButton to="/calls/$id" params={{ id: call.id }}>
                            {t.firstRun.look}
                        </LinkButton>
                    </>
                )}
            </Step>
        </>
    );
}

/** From nothing to the first analysed call. */
export function FirstRunPage() {
    const t = useTexts();
    const query = useInfiniteQuery(endpointsQuery);
    const all = useAllRows(query);
    if (all === undefined) {
        return query.isError ? <ErrorState error={query.error} /> : <Loading lines={8} />;
    }
    const endpoints = all.filter((endpoint) => endpoint.enabled);
    return (
        <Page title={t.firstRun.title} lead={t.firstRun.lead}>
            <Panel>
                <ol className={classes.steps}>
                    <AddressStep endpoints={endpoints} />
                    <WebhookStep endpoints={endpoints} />
                    <CallSteps />
                </ol>
            </Panel>
        </Page>
    );
}
