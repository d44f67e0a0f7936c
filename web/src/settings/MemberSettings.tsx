import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import Users from "lucide-react/icons/users";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import { membersQuery } from "../api/queries";
import { isAdministrator, sessionQuery } from "../api/session";
import type { Member, Role } from "../api/types";
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

type ShownPassword = { id: string; password: string | null };

function useRoles(): Role[] {
    const session = useQuery(sessionQuery).data;
    return session != null && isAdministrator(session) ? ["member", "owner", "administrator"] : ["member", "owner"];
}

type MemberDialogProps = { member: Member | null; onMade: (made: ShownPassword) => void; onClose: () => void };

function MemberDialog({ member, onMade, onClose }: MemberDialogProps) {
    const t = useTexts();
    const roles = useRoles();
    const [name, setName] = useState(member?.name ?? "");
    const [email, setEmail] = useState(member?.email ?? "");
    const [role, setRole] = useState<Role>(member?.role ?? "member");
    const save = useAction(
        async () => {
            const body = { name: name.trim(), email: email.trim(), role };
            if (member === null) {
                onMade(await answer(api.POST("/v1/members", { body })));
            } else {
                await answer(api.PATCH("/v1/members/{id}", { params: { path: { id: member.id } }, body }));
            }
        },
        { refreshes: ["members", "session"], onDone: onClose },
    );
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate();
    };
    return (
        <Modal
            opened
            title={member === null ? t.members.add : t.members.edit}
            onClose={onClose}
            closeButtonProps={{ "aria-label": t.common.close }}
        >
            <form onSubmit={submit}>
                <Stack gap="md">
                    <TextInput
                        label={t.members.name}
                        value={name}
                        onChange={(event) => setName(event.currentTarget.value)}
                        required
                        maxLength={200}
                        data-autofocus
                    />
                    <TextInput
                        label={t.members.email}
                        type="email"
                        value={email}
                        onChange={(event) => setEmail(event.currentTarget.value)}
                        required
                    />
                    <Select
                        label={t.members.role}
                        description={t.members.roles[role]}
                        data={roles.map((value) => ({ value, label: t.words.role[value] }))}
                        value={role}
                        onChange={(value) => value !== null && setRole(value)}
                        allowDeselect={false}
                    />
                    <FormError error={save.error} />
                    <Group justify="flex-end">
                        <Button type="submit" loading={save.isPending}>
                            {member === null ? t.members.add : t.common.save}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}

type MemberItemProps = {
    member: Member;
    password: string | undefined;
    onPassword: (made: ShownPassword) => void;
    onEdit: () => void;
};

function MemberItem({ member, password, onPassword, onEdit }: MemberItemProps) {
    const t = useTexts();
    const session = useQuery(sessionQuery).data;
    const [asked, setAsked] = useState<"remove" | "password" | null>(null);
    const params = { path: { id: member.id } };
    const close = () => setAsked(null);
    const remove = useAction(() => answer(api.DELETE("/v1/members/{id}", { params })), {
        refreshes: ["members"],
        onDone: close,
    });
    const reset = useAction(() => answer(api.POST("/v1/members/{id}/password", { params })), {
        refreshes: ["members"],
        onDone: (made) => {
            onPassword(made);
            close();
        },
    });
    return (
        <div className={classes.item}>
            <div className={classes.itemHead}>
                <h3 className={classes.itemName}>{member.name}</h3>
                <Tag tone={member.role === "member" ? "quiet" : "accent"}>{t.words.role[member.role]}</Tag>
                <div className={classes.itemActions}>
                    <Button size="compact-sm" variant="default" onClick={onEdit}>
                        {t.common.edit}
                    </Button>
                    {member.id !== session?.member.id && (
                        <>
                            <Button size="compact-sm" variant="default" onClick={() => setAsked("password")}>
                                {t.members.newPassword}
                            </Button>
                            <Button size="compact-sm" variant="default" onClick={() => setAsked("remove")}>
                                {t.members.remove}
                            </Button>
                        </>
                    )}
                </div>
            </div>
            <p className={classes.itemNote}>
                {member.email} · {member.last_signed_in_at === null ? t.members.never : t.members.lastSignedIn}{" "}
                {member.last_signed_in_at !== null && <Moment at={member.last_signed_in_at} isRelative />}
            </p>
            {password !== undefined && (
                <div className={classes.secret}>
                    <p>{t.members.passwordOnce}</p>
                    <CopyField value={password} label={t.signIn.password} />
                </div>
            )}
            {asked === "remove" && (
                <ConfirmDialog
                    title={t.members.remove}
                    action={t.members.remove}
                    isDangerous
                    isPending={remove.isPending}
                    error={remove.error}
                    onConfirm={() => remove.mutate()}
                    onClose={close}
                >
                    {t.members.removeText(member.name)}
                </ConfirmDialog>
            )}
            {asked === "password" && (
                <ConfirmDialog
                    title={t.members.newPassword}
                    action={t.members.newPassword}
                    isPending={reset.isPending}
                    error={reset.error}
                    onConfirm={() => reset.mutate()}
                    onClose={close}
                >
                    {t.members.newPasswordText(member.name)}
                </ConfirmDialog>
            )}
        </div>
    );
}

/** The people who may sign in. */
export function MemberSettings() {
    const t = useTexts();
    const query = useInfiniteQuery(membersQuery);
    const [edited, setEdited] = useState<Member | "new" | null>(null);
    const [passwords, setPasswords] = useState<ReadonlyMap<string, string>>(new Map());
    const show = ({ id, password }: ShownPassword) => {
        if (password !== null) setPasswords((before) => new Map(before).set(id, password));
    };
    return (
        <Panel
            title={t.members.title}
            isFlush
            aside={
                <Button size="sm" leftSection={<Plus size={16} />} onClick={() => setEdited("new")}>
                    {t.members.add}
                </Button>
            }
        >
            <PagedList
                query={query}
                empty={<State icon={Users} title={t.members.none} />}
            >
                {(members) =>
                    members.map((member) => (
                        <MemberItem
                            key={member.id}
                            member={member}
                            password={passwords.get(member.id)}
                            onPassword={show}
                            onEdit={() => setEdited(member)}
                        />
                    ))
                }
            </PagedList>
            {edited !== null && (
                <MemberDialog
                    member={edited === "new" ? null : edited}
                    onMade={show}
                    onClose={() => setEdited(null)}
                />
            )}
        </Panel>
    );
}
