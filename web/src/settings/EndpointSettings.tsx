import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Webhook from "lucide-react/icons/webhook";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import { endpointsQuery, troubleQuery } from "../api/queries";
import type { Endpoint } from "../api/types";
import { useAction } from "../api/use_action";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { CopyField } from "../parts/CopyField";
import { FormError } from "../parts/FormError";
import { Moment } from "../parts/Moment";
import { Panel } from "../parts/Page";
import { PagedList } from "../parts/PagedList";
import { State } from "../parts/states";
import { Tag } from "../parts/Tag";
import { useTexts } from "../texts";
import { UnreadHint } from "../trouble/UnreadHint";
import { rememberAddress, useAddresses } from "./addresses";
import { linesOf } from "./lines";
import classes from "./settings.module.css";
import { useMayChange } from "../session/use_may_change";

const providers = [{ value: "bolna", label: "Bolna" }];

/** Whether the server counts the address among its trouble because it hears nothing any more. */
function useIsSilent(id: string): boolean {
    const groups = useQuery(troubleQuery).data?.data ?? [];
    return groups.some((group) => group.kind === "silent-endpoint" && group.items.some((item) => item.id === id));
}

function Hearing({ endpoint }: { endpoint: Endpoint }) {
    const t = useTexts();
    const isSilent = useIsSilent(endpoint.id);
    if (!endpoint.enabled) return <Tag>{t.endpoints.disabled}</Tag>;
    if (endpoint.first_webhook_at === null) {
        return (
            <Tag tone="info" isLive>
                {t.endpoints.waiting}
            </Tag>
        );
    }
    if (isSilent) {
        return (
            <Tag tone="bad" withDot>
                {t.endpoints.silent} <Moment at={endpoint.last_webhook_at} isRelative />
            </Tag>
        );
    }
    return (
        <Tag tone="good" withDot>
            {t.endpoints.heard} <Moment at={endpoint.last_webhook_at} isRelative />
        </Tag>
    );
}

function EndpointActions({ endpoint, onEdit }: { endpoint: Endpoint; onEdit: () => void }) {
    const t = useTexts();
    const [isRotating, setRotating] = useState(false);
    const params = { path: { id: endpoint.id } };
    const rotate = useAction(() => answer(api.POST("/v1/endpoints/{id}/rotate", { params })), {
        refreshes: ["endpoints"],
        onDone: (rotated) => {
            rememberAddress(rotated);
            setRotating(false);
        },
    });
    const enable = useAction(
        (enabled: boolean) => answer(api.PATCH("/v1/endpoints/{id}", { params, body: { enabled } })),
        { refreshes: ["endpoints", "trouble"] },
    );
    return (
        <>
            <div className={classes.itemActions}>
                <Button size="compact-sm" variant="default" onClick={onEdit}>
                    {t.common.edit}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => setRotating(true)}>
                    {t.endpoints.rotate}
                </Button>
                <Button
                    size="compact-sm"
                    variant="default"
                    loading={enable.isPending}
                    onClick={() => enable.mutate(!endpoint.enabled)}
                >
                    {endpoint.enabled ? t.endpoints.disable : t.endpoints.enable}
                </Button>
            </div>
            <div className={classes.itemError}>
                <FormError error={enable.error} />
            </div>
            {isRotating && (
                <ConfirmDialog
                    title={t.endpoints.rotate}
                    action={t.endpoints.rotate}
                    isPending={rotate.isPending}
                    error={rotate.error}
                    onConfirm={() => rotate.mutate()}
                    onClose={() => setRotating(false)}
                >
                    {t.endpoints.rotateText}
                </ConfirmDialog>
            )}
        </>
    );
}

type EndpointForm = { name: string; allowFrom: string; headerName: string; headerSecret: string };

function formOf(endpoint: Endpoint | null): EndpointForm {
    return {
        name: endpoint?.name ?? "",
        allowFrom: endpoint?.allow_from.join("\n") ?? "",
        headerName: endpoint?.header_name ?? "",
        headerSecret: "",
    };
}

/** The header as it is sent: left out while it stays as it is, null to ask for none any more. */
function headerOf(form: EndpointForm, before: string | null) {
    const name = form.headerName.trim();
    if (name === "") return before === null ? undefined : null;
    if (name === before && form.headerSecret === "") return undefined;
    return { name, secret: form.headerSecret };
}

function EndpointDialog({ endpoint, onClose }: { endpoint: Endpoint | null; onClose: () => void }) {
    const t = useTexts();
    const [provider, setProvider] = useState(endpoint?.provider ?? "bolna");
    const [form, setForm] = useState(() => formOf(endpoint));
    const body = {
        name: form.name.trim() || null,
        allow_from: linesOf(form.allowFrom),
        header: headerOf(form, endpoint?.header_name ?? null),
    };
    const save = useAction(
        async () => {
            if (endpoint === null) {
                rememberAddress(await answer(api.POST("/v1/endpoints", { body: { provider, ...body } })));
            } else {
                await answer(api.PATCH("/v1/endpoints/{id}", { params: { path: { id: endpoint.id } }, body }));
            }
        },
        { refreshes: ["endpoints"], onDone: onClose },
    );
    const set = (name: keyof EndpointForm) => (event: { currentTarget: { value: string } }) => {
        const { value } = event.currentTarget;
        setForm((before) => ({ ...before, [name]: value }));
    };
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate();
    };
    return (
        <Modal
            opened
            title={endpoint === null ? t.endpoints.add : t.endpoints.edit}
            onClose={onClose}
            closeButtonProps={{ "aria-label": t.common.close }}
        >
            <form onSubmit={submit}>
                <Stack gap="md">
                    {endpoint === null && (
                        <Select
                            label={t.endpoints.provider}
                            data={providers}
                            value={provider}
                            onChange={(value) => value !== null && setProvider(value)}
                            allowDeselect={false}
                        />
                    )}
                    <TextInput
                        label={t.endpoints.name}
                        value={form.name}
                        onChange={set("name")}
                        maxLength={200}
                        data-autofocus
                    />
                    <Textarea
                        label={t.endpoints.allowFrom}
                        description={t.endpoints.allowFromText}
                        placeholder="203.0.113.7/32"
                        value={form.allowFrom}
                        onChange={set("allowFrom")}
                        autosize
                        minRows={2}
                    />
                    <TextInput
                        label={t.endpoints.headerName}
                        description={t.endpoints.headerText}
                        placeholder="X-Webhook-Secret"
                        value={form.headerName}
                        onChange={set("headerName")}
                    />
                    <TextInput
                        label={t.endpoints.headerSecret}
                        value={form.headerSecret}
                        onChange={set("headerSecret")}
                        autoComplete="off"
                    />
                    <FormError error={save.error} />
                    <Group justify="flex-end">
                        <Button type="submit" loading={save.isPending}>
                            {endpoint === null ? t.endpoints.add : t.common.save}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}

function EndpointItem({ endpoint, onEdit }: { endpoint: Endpoint; onEdit: () => void }) {
    const t = useTexts();
    const mayChange = useMayChange();
    const address = useAddresses().get(endpoint.id);
    return (
        <div className={classes.item}>
            <div className={classes.itemHead}>
                <h3 className={classes.itemName}>{endpoint.name ?? t.common.unnamed}</h3>
                <Hearing endpoint={endpoint} />
                {mayChange && <EndpointActions endpoint={endpoint} onEdit={onEdit} />}
            </div>
            {address === undefined ? (
                <p className={classes.itemNote}>
                    {`${window.location.origin}/webhooks/${endpoint.provider}/${endpoint.token_prefix}…`}
                    {" · "}
                    {t.endpoints.hidden}
                </p>
            ) : (
                <div className={classes.secret}>
                    <p>{t.endpoints.paste}</p>
                    <CopyField value={address} label={t.endpoints.address} />
                </div>
            )}
            <UnreadHint endpoints={[endpoint]} />
        </div>
    );
}

/** The addresses that voice platforms post to. */
export function EndpointSettings() {
    const t = useTexts();
    const mayChange = useMayChange();
    const query = useInfiniteQuery(endpointsQuery);
    const [edited, setEdited] = useState<Endpoint | "new" | null>(null);
    return (
        <Panel
            title={t.endpoints.title}
            isFlush
            aside={
                mayChange && (
                    <Button size="sm" leftSection={<Plus size={16} />} onClick={() => setEdited("new")}>
                        {t.endpoints.add}
                    </Button>
                )
            }
        >
            <PagedList
                query={query}
                empty={<State icon={Webhook} title={t.endpoints.none} text={t.endpoints.noneText} />}
            >
                {(endpoints) =>
                    endpoints.map((endpoint) => (
                        <EndpointItem
                            key={endpoint.id}
                            endpoint={endpoint}
                            onEdit={() => setEdited(endpoint)}
                        />
                    ))
                }
            </PagedList>
            {edited !== null && (
                <EndpointDialog endpoint={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
            )}
        </Panel>
    );
}
