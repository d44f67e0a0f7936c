import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import type { OutgoingEventType, Subscription } from "../api/types";
import { useAction } from "../api/use_action";
import { FormError } from "../parts/FormError";
import { useTexts } from "../texts";

export const eventTypes: OutgoingEventType[] = [
    "lead.hot",
    "lead.updated",
    "call.completed",
    "call.failed",
    "call.analyzed",
    "credits.low",
    "notification",
];

type SubscriptionDialogProps = {
    subscription: Subscription | null;
    onSecret: (shown: { id: string; secret: string }) => void;
    onClose: () => void;
};

export function SubscriptionDialog({ subscription, onSecret, onClose }: SubscriptionDialogProps) {
    const t = useTexts();
    const [url, setUrl] = useState(subscription?.url ?? "");
    const [description, setDescription] = useState(subscription?.description ?? "");
    const [events, setEvents] = useState<string[]>(subscription?.event_types ?? ["lead.hot", "lead.updated"]);
    const save = useAction(
        async () => {
            const body = {
                url: url.trim(),
                description: description.trim() || null,
                event_types: eventTypes.filter((type) => events.includes(type)),
            };
            if (subscription === null) {
                onSecret(await answer(api.POST("/v1/subscriptions", { body })));
            } else {
                const params = { path: { id: subscription.id } };
                await answer(api.PATCH("/v1/subscriptions/{id}", { params, body }));
            }
        },
        { refreshes: ["subscriptions"], onDone: onClose },
    );
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate();
    };
    return (
        <Modal
            opened
            title={subscription === null ? t.subscriptions.add : t.subscriptions.edit}
            onClose={onClose}
            closeButtonProps={{ "aria-label": t.common.close }}
        >
            <form onSubmit={submit}>
                <Stack gap="md">
                    <TextInput
                        label={t.subscriptions.url}
                        description={t.subscriptions.urlText}
                        placeholder="https://crm.example.com/hooks/callfold"
                        type="url"
                        required
                        value={url}
                        onChange={(event) => setUrl(event.currentTarget.value)}
                        data-autofocus
                    />
                    <TextInput
                        label={t.subscriptions.description}
                        value={description}
                        maxLength={200}
                        onChange={(event) => setDescription(event.currentTarget.value)}
                    />
                    <Checkbox.Group label={t.subscriptions.eventTypes} value={events} onChange={setEvents}>
                        <Stack gap="xs" mt="xs">
                            {eventTypes.map((type) => (
                                <Checkbox
                                    key={type}
                                    value={type}
                                    label={t.subscriptions.events[type]}
                                    description={type}
                                />
                            ))}
                        </Stack>
                    </Checkbox.Group>
                    <FormError error={save.error} />
                    <Group justify="flex-end">
                        <Button type="submit" disabled={events.length === 0} loading={save.isPending}>
                            {subscription === null ? t.subscriptions.add : t.common.save}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
