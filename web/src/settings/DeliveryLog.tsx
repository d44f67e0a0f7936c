import { Button, Select } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import MailCheck from "lucide-react/icons/mail-check";
import { useState } from "react";

import { answer, api } from "../api/client";
import { deliveriesQuery, type DeliveryFilters } from "../api/queries";
import type { Delivery, DeliveryState, Subscription } from "../api/types";
import { useAction } from "../api/use_action";
import { PagedTable } from "../parts/DataTable";
import { ExportMenu } from "../parts/ExportMenu";
import { Moment } from "../parts/Moment";
import { Panel } from "../parts/Page";
import partsClasses from "../parts/parts.module.css";
import { State } from "../parts/states";
import { Tag, type Tone } from "../parts/Tag";
import { useTexts } from "../texts";

const states: DeliveryState[] = ["waiting", "running", "delivered", "failed", "canceled"];
const tones: Record<DeliveryState, Tone> = {
    waiting: "info",
    running: "info",
    delivered: "good",
    failed: "bad",
    canceled: "quiet",
};

function Replay({ delivery }: { delivery: Delivery }) {
    const t = useTexts();
    const replay = useAction(
        () => answer(api.POST("/v1/deliveries/{id}/replay", { params: { path: { id: delivery.id } } })),
        { refreshes: ["deliveries", "trouble"] },
    );
    if (delivery.state !== "failed" && delivery.state !== "delivered") return null;
    return (
        <Button size="compact-sm" variant="default" loading={replay.isPending} onClick={() => replay.mutate()}>
            {t.deliveries.replay}
        </Button>
    );
}

/** What was sent to other systems and by e-mail, and what became of it. */
export function DeliveryLog({ subscriptions }: { subscriptions: Subscription[] }) {
    const t = useTexts();
    const [filters, setFilters] = useState<DeliveryFilters>({});
    const query = useInfiniteQuery(deliveriesQuery(filters));
    const names = new Map(subscriptions.map(({ id, description, url }) => [id, description ?? new URL(url).host]));
    const receiver = (delivery: Delivery) => delivery.email ?? names.get(delivery.subscription_id ?? "");
    return (
        <Panel
            title={t.deliveries.title}
            isFlush
            aside={
                <div className={partsClasses.actions}>
                    <Select
                        aria-label={t.deliveries.columns.state}
                        placeholder={t.deliveries.anyState}
                        size="sm"
                        clearable
                        data={states.map((value) => ({ value, label: t.deliveries.states[value] }))}
                        value={filters.state ?? null}
                        onChange={(state) => setFilters(state === null ? {} : { state })}
                    />
                    <ExportMenu table="deliveries" filters={filters} />
                </div>
            }
        >
            <PagedTable
                label={t.deliveries.title}
                query={query}
                rowKey={(delivery) => delivery.id}
                empty={<State icon={MailCheck} title={t.deliveries.none} text={t.deliveries.noneText} />}
                columns={[
                    { name: t.deliveries.columns.when, cell: ({ created_at: at }) => <Moment at={at} /> },
                    { name: t.deliveries.columns.what, cell: (delivery) => delivery.event_type },
                    { name: t.deliveries.columns.receiver, cell: receiver, isExtra: true },
                    {
                        name: t.deliveries.columns.state,
                        cell: (delivery) => (
                            <span title={delivery.last_error ?? undefined}>
                                <Tag tone={tones[delivery.state]}>{t.deliveries.states[delivery.state]}</Tag>
                            </span>
                        ),
                    },
                    {
                        name: t.deliveries.columns.attempts,
                        cell: (delivery) => delivery.attempts,
                        align: "right",
                        isExtra: true,
                    },
                    {
                        name: t.deliveries.columns.action,
                        cell: (delivery) => <Replay delivery={delivery} />,
                        align: "right",
                    },
                ]}
            />
        </Panel>
    );
}
