import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import { tenantsQuery } from "../api/queries";
import { lookAtTenant, sessionQuery } from "../api/session";
import { useAction } from "../api/use_action";
import { credits } from "../format/credits";
import { PagedTable } from "../parts/DataTable";
import { FormError } from "../parts/FormError";
import { Moment } from "../parts/Moment";
import { Panel } from "../parts/Page";
import { Tag } from "../parts/Tag";
import { useTexts } from "../texts";

function TenantDialog({ onClose }: { onClose: () => void }) {
    const t = useTexts();
    const [name, setName] = useState("");
    const make = useAction(() => answer(api.POST("/v1/admin/tenants", { body: { name: name.trim() } })), {
        refreshes: ["tenants"],
        onDone: onClose,
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        make.mutate();
    };
    return (
        <Modal opened title={t.tenants.add} onClose={onClose} closeButtonProps={{ "aria-label": t.common.close }}>
            <form onSubmit={submit}>
                <Stack gap="md">
                    <TextInput
                        label={t.tenants.name}
                        value={name}
                        maxLength={200}
                        required
                        onChange={(event) => setName(event.currentTarget.value)}
                        data-autofocus
                    />
                    <FormError error={make.error} />
                    <Group justify="flex-end">
                        <Button type="submit" loading={make.isPending}>
                            {t.tenants.add}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}

/** All tenants of this server; an administrator looks at one of them at a time. */
export function TenantList() {
    const t = useTexts();
    const session = useQuery(sessionQuery).data;
    const query = useInfiniteQuery(tenantsQuery);
    const [isAdding, setAdding] = useState(false);
    const look = useAction((id: string) => lookAtTenant(id), {
        refreshes: [],
        // The whole program begins anew: what surrounds the page and the live stream still belong to the tenant before.
        onDone: () => window.location.assign("/"),
    });
    return (
        <Panel
            title={t.tenants.title}
            isFlush
            aside={
                <Button size="sm" leftSection={<Plus size={16} />} onClick={() => setAdding(true)}>
                    {t.tenants.add}
                </Button>
            }
        >
            <FormError error={look.error} />
            <PagedTable
                label={t.tenants.title}
                query={query}
                rowKey={(tenant) => tenant.id}
                columns={[
                    { name: t.tenants.name, cell: (tenant) => tenant.name },
                    { name: t.credits.balance, cell: (tenant) => credits(tenant.balance), align: "right" },
                    {
                        name: t.tenants.since,
                        cell: (tenant) => <Moment at={tenant.created_at} />,
                        isExtra: true,
                    },
                    {
                        name: t.tenants.look,
                        align: "right",
                        cell: (tenant) =>
                            tenant.id === session?.tenant.id ? (
                                <Tag tone="accent">{t.tenants.looking}</Tag>
                            ) : (
                                <Button
                                    size="compact-sm"
                                    variant="default"
                                    loading={look.isPending && look.variables === tenant.id}
                                    onClick={() => look.mutate(tenant.id)}
                                >
                                    {t.tenants.look}
                                </Button>
                            ),
                    },
                ]}
            />
            {isAdding && <TenantDialog onClose={() => setAdding(false)} />}
        </Panel>
    );
}
