import { Alert, Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Send from "lucide-react/icons/send";
import { useState } from "react";

import { answer, api } from "../api/client";
import { subscriptionsQuery } from "../api/queries";
import type { Subscription } from "../api/types";
import { useAction } from "../api/use_action";
import { useAllRows } from "../lists/use_all_rows";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { CopyField } from "../parts/CopyField";
import { FormError } from "../parts/FormError";
import { Moment } from "../parts/Moment";
import { Panel } from "../parts/Page";
import { PagedList } from "../parts/PagedList";
import { State } from "../parts/states";
import { Tag } from "../parts/Tag";
import { useTexts } from "../texts";
import { DeliveryLog } from "./DeliveryLog";
import classes from "./settings.module.css";
import { SubscriptionDialog } from "./SubscriptionDialog";
import { useMayChange } from "../session/use_may_change";

type ShownSecret = { id: string; secret: string };

function Standing({ subscription }: { subscription: Subscription }) {
    const t = useTexts();
    if (!subscription.enabled) {
        return <Tag tone={subscription.disabled_because === null ? "quiet" : "bad"}>{t.subscriptions.disabled}</Tag>;
    }
    if (subscription.failing_since !== null) {
        return (
            <Tag tone="warn" withDot>
                {t.subscriptions.failing} <Moment at={subscription.failing_since} isRelative />
            </Tag>
        );
    }
    return (
        <Tag tone="good" withDot>
            {t.subscriptions.enabled}
        </Tag>
    );
}

type ActionsProps = { subscription: Subscription; onSecret: (shown: ShownSecret) => void; onEdit: () => void };

function SubscriptionActions({ subscription, onSecret, onEdit }: ActionsProps) {
    const t = useTexts();
    const [asked, setAsked] = useState<"rotate" | "remove" | null>(null);
    const close = () => setAsked(null);
    const params = { path: { id: subscription.id } };
    const test = useAction(() => answer(api.POST("/v1/subscriptions/{id}/test", { params })), {
        refreshes: ["deliveries"],
    });
    const enable = useAction(
        (enabled: boolean) => answer(api.PATCH("/v1/subscriptions/{id}", { params, body: { enabled } })),
        { refreshes: ["subscriptions", "deliveries"] },
    );
    const rotate = useAction(() => answer(api.POST("/v1/subscriptions/{id}/rotate", { params })), {
        refreshes: ["subscriptions"],
        onDone: (rotated) => {
            onSecret(rotated);
            close();
        },
    });
    const remove = useAction(() => answer(api.DELETE("/v1/subscriptions/{id}", { params })), {
        refreshes: ["subscriptions", "deliveries"],
        onDone: close,
    });
    return (
        <>
            <div className={classes.itemActions}>
                {subscription.enabled && (
                    <Button size="compact-sm" variant="default" loading={test.isPending} onClick={() => test.mutate()}>
                        {t.subscriptions.test}
                    </Button>
                )}
                <Button size="compact-sm" variant="default" onClick={onEdit}>
                    {t.common.edit}
                </Button>
                <Button
                    size="compact-sm"
                    variant="default"
                    loading={enable.isPending}
                    onClick={() => enable.mutate(!subscription.enabled)}
                >
                    {subscription.enabled ? t.endpoints.disable : t.endpoints.enable}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setAsked("rotate")}>
                    {t.subscriptions.rotate}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setAsked("remove")}>
                    {t.subscriptions.remove}
                </Button>
            </div>
            <FormError error={test.error ?? enable.error} />
            {asked !== null && (
                <ConfirmDialog
                    title={t.subscriptions[asked]}
                    action={t.subscriptions[asked]}
                    isDangerous={asked === "remove"}
                    isPending={rotate.isPending || remove.isPending}
                    error={asked === "rotate" ? rotate.error : remove.error}
                    onConfirm={() => (asked === "rotate" ? rotate.mutate() : remove.mutate())}
                    onClose={close}
                >
                    {asked === "rotate" ? t.subscriptions.rotateText : t.subscriptions.removeText}
                </ConfirmDialog>
            )}
        </>
    );
}

type ItemProps = ActionsProps & { secret: string | undefined };

function SubscriptionItem({ subscription, secret, ...actions }: ItemProps) {
    const t = useTexts();
    const mayChange = useMayChange();
    return (
        <div className={classes.item}>
            <div className={classes.itemHead}>
                <h3 className={classes.itemName}>{subscription.description ?? new URL(subscription.url).host}</h3>
                <Standing subscription={subscription} />
                {mayChange && <SubscriptionActions subscription={subscription} {...actions} />}
            </div>
            <p className={classes.itemNote}>{subscription.url}</p>
            <p className={classes.itemNote}>
                {subscription.event_types.map((type) => t.subscriptions.events[type]).join(" · ")}
            </p>
            {subscription.disabled_because !== null && (
                <Alert color="red" variant="light" mt="sm">
                    {subscription.disabled_because}
                </Alert>
            )}
            {secret !== undefined && (
                <div className={classes.secret}>
                    <p>{t.subscriptions.secretOnce}</p>
                    <CopyField value={secret} label={t.subscriptions.secret} />
                </div>
            )}
        </div>
    );
}

/** Other systems that are told, and what was sent to them. */
export function SubscriptionSettings() {
    const t = useTexts();
    const mayChange = useMayChange();
    const query = useInfiniteQuery(subscriptionsQuery);
    // The log names the receiver of each delivery.
    const all = useAllRows(query) ?? [];
    const [edited, setEdited] = useState<Subscription | "new" | null>(null);
    const [secrets, setSecrets] = useState<ReadonlyMap<string, string>>(new Map());
    const show = ({ id, secret }: ShownSecret) => setSecrets((before) => new Map(before).set(id, secret));
    return (
        <>
            <Panel
                title={t.subscriptions.title}
                isFlush
                aside={
                    mayChange && (
                        <Button size="sm" leftSection={<Plus size={16} />} onClick={() => setEdited("new")}>
                            {t.subscriptions.add}
                        </Button>
                    )
                }
            >
                <PagedList
                    query={query}
                    empty={<State icon={Send} title={t.subscriptions.none} text={t.subscriptions.noneText} />}
                >
                    {(subscriptions) =>
                        subscriptions.map((subscription) => (
                            <SubscriptionItem
                                key={subscription.id}
                                subscription={subscription}
                                secret={secrets.get(subscription.id)}
                                onSecret={show}
                                onEdit={() => setEdited(subscription)}
                            />
                        ))
                    }
                </PagedList>
            </Panel>
            <DeliveryLog subscriptions={all} />
            {edited !== null && (
                <SubscriptionDialog
                    subscription={edited === "new" ? null : edited}
                    onSecret={show}
                    onClose={() => setEdited(null)}
                />
            )}
        </>
    );
}
