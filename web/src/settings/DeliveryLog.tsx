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
import { FormError } from "../parts/FormError";
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

type ReplayProps = { delivery: Delivery; isPending: boolean; onReplay: () => void };

function Replay({ delivery, isPending, onReplay }: ReplayProps) {
    const t = useTexts();
    if (delivery.state !== "failed" && delivery.state !== "delivered") return null;
    return (
        <Button size="compact-sm" variant="default" loading={isPending} onClick={onReplay}>
            {t.deliveries.replay}
        </Button>
    );
}

function DeliveryStanding({ delivery }: { delivery: Delivery }) {
    const t = useTexts();
    return (
        <>
            <Tag tone={tones[delivery.state]}>{t.deliveries.states[delivery.state]}</Tag>
            {delivery.last_error !== null && <p className={partsClasses.reason}>{delivery.last_error}</p>}
        </>
    );
}

/** What was sent to other systems and by e-mail, and what became of it. */
export function DeliveryLog({ subscriptions }: { subscriptions: Subscription[] }) {
    const t = useTexts();
    const [filters, setFilters] = useState<DeliveryFilters>({});
    const query = useInfiniteQuery(deliveriesQuery(filters));
    const replay = useAction(
        (id: string) => answer(api.POST("/v1/deliveries/{id}/replay", { params: { path: { id } } })),
        { refreshes: ["deliveries", "trouble"] },
    );
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
            <FormError error={replay.error} />
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
                        cell: (delivery) => <DeliveryStanding delivery={delivery} />,
                    },
                    {
                        name: t.deliveries.columns.attempts,
                        cell: (delivery) => delivery.attempts,
                        align: "right",
                        isExtra: true,
                    },
                    {
                        name: t.deliveries.columns.action,
                        cell: (delivery) => (
                            <Replay
                                delivery={delivery}
                                isPending={replay.isPending && replay.variables === delivery.id}
                                onReplay={() => replay.mutate(delivery.id)}
                            />
                        ),
                        align: "right",
                    },
                ]}
            />
        </Panel>
    );
}
