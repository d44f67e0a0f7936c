import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import KeyRound from "lucide-react/icons/key-round";
import Plus from "lucide-react/icons/plus";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import { keysQuery } from "../api/queries";
import { isAdministrator, sessionQuery } from "../api/session";
import type { ApiKey } from "../api/types";
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
import classes from "./settings.module.css";

type NewKey = { name: string | null; admin: boolean };
type ShownKey = { id: string; key: string };

function KeyDialog({ onMade, onClose }: { onMade: (key: ShownKey) => void; onClose: () => void }) {
    const t = useTexts();
    const session = useQuery(sessionQuery).data;
    const [name, setName] = useState("");
    const [isAdmin, setAdmin] = useState(false);
    const make = useAction((body: NewKey) => answer(api.POST("/v1/keys", { body })), {
        refreshes: ["keys"],
        onDone: onMade,
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        make.mutate({ name: name.trim() || null, admin: isAdmin });
    };
    return (
        <Modal opened title={t.keys.add} onClose={onClose} closeButtonProps={{ "aria-label": t.common.close }}>
            <form onSubmit={submit}>
                <Stack gap="md">
                    <TextInput
                        label={t.keys.name}
                        description={t.keys.nameText}
                        value={name}
                        maxLength={200}
                        onChange={(event) => setName(event.currentTarget.value)}
                        data-autofocus
                    />
                    {session != null && isAdministrator(session) && (
                        <Checkbox
                            label={t.keys.admin}
                            checked={isAdmin}
                            onChange={(event) => setAdmin(event.currentTarget.checked)}
                        />
                    )}
                    <FormError error={make.error} />
                    <Group justify="flex-end">
                        <Button type="submit" loading={make.isPending}>
                            {t.keys.add}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}

type KeyItemProps = { apiKey: ApiKey; shown: string | undefined; onMade: (key: ShownKey) => void };

function KeyItem({ apiKey, shown, onMade }: KeyItemProps) {
    const t = useTexts();
    const [isRevoking, setRevoking] = useState(false);
    // The old key goes on working until it is revoked, so that programs can change over without a gap.
    const replace = useAction(
        () => answer(api.POST("/v1/keys", { body: { name: apiKey.name, admin: apiKey.admin } })),
        { refreshes: ["keys"], onDone: onMade },
    );
    const revoke = useAction(
        () => answer(api.DELETE("/v1/keys/{id}", { params: { path: { id: apiKey.id } } })),
        { refreshes: ["keys"], onDone: () => setRevoking(false) },
    );
    return (
        <div className={classes.item}>
            <div className={classes.itemHead}>
                <h3 className={classes.itemName}>{apiKey.name ?? t.common.unnamed}</h3>
                {apiKey.admin && <Tag tone="warn">{t.keys.adminTag}</Tag>}
                <div className={classes.itemActions}>
                    <Button
                        size="compact-sm"
                        variant="default"
                        loading={replace.isPending}
                        onClick={() => replace.mutate()}
                    >
                        {t.keys.replace}
                    </Button>
                    <Button size="compact-sm" variant="default" onClick={() => setRevoking(true)}>
                        {t.keys.revoke}
                    </Button>
                </div>
            </div>
            <p className={classes.itemNote}>
                {apiKey.prefix}… · <Moment at={apiKey.created_at} />
            </p>
            <FormError error={replace.error} />
            {shown !== undefined && (
                <div className={classes.secret}>
                    <p>{t.keys.shownOnce}</p>
                    <CopyField value={shown} label={t.keys.title} />
                </div>
            )}
            {isRevoking && (
                <ConfirmDialog
                    title={t.keys.revoke}
                    action={t.keys.revoke}
                    isDangerous
                    isPending={revoke.isPending}
                    error={revoke.error}
                    onConfirm={() => revoke.mutate()}
                    onClose={() => setRevoking(false)}
                >
                    {t.keys.revokeText(apiKey.name ?? apiKey.prefix)}
                </ConfirmDialog>
            )}
        </div>
    );
}

/** What programs sign in with. */
export function KeySettings() {
    const t = useTexts();
    const query = useInfiniteQuery(keysQuery);
    const [isAdding, setAdding] = useState(false);
    const [shown, setShown] = useState<ReadonlyMap<string, string>>(new Map());
    const show = ({ id, key }: ShownKey) => {
        setShown((before) => new Map(before).set(id, key));
        setAdding(false);
    };
    return (
        <Panel
            title={t.keys.title}
            isFlush
            aside={
                <Button size="sm" leftSection={<Plus size={16} />} onClick={() => setAdding(true)}>
                    {t.keys.add}
                </Button>
            }
        >
            <PagedList
                query={query}
                empty={<State icon={KeyRound} title={t.keys.none} text={t.keys.noneText} />}
            >
                {(keys) =>
                    keys.map((key) => (
                        <KeyItem key={key.id} apiKey={key} shown={shown.get(key.id)} onMade={show} />
                    ))
                }
            </PagedList>
            {isAdding && <KeyDialog onMade={show} onClose={() => setAdding(false)} />}
        </Panel>
    );
}
