import { Button, Group, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Eraser from "lucide-react/icons/eraser";
import Pencil from "lucide-react/icons/pencil";
import UserRoundX from "lucide-react/icons/user-round-x";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import type { Contact } from "../api/types";
import { unknown } from "../format/numbers";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { Facts } from "../parts/Facts";
import { FormError } from "../parts/FormError";
import { Panel } from "../parts/Page";
import { State } from "../parts/states";
import { useMayChange } from "../session/use_may_change";
import { useTexts } from "../texts";
import { changedFields, type ContactFields, contactFields } from "./contact";
import classes from "./leads.module.css";

function ContactForm({ contact, onDone }: { contact: Contact; onDone: () => void }) {
    const t = useTexts();
    const queryClient = useQueryClient();
    // What an analysis has filled in since then is no edit of the person who did not see it.
    const [opened] = useState(() => contactFields(contact));
    const [fields, setFields] = useState<ContactFields>(opened);
    const body = changedFields(opened, fields);
    const save = useMutation({
        mutationFn: () =>
            answer(api.PATCH("/v1/contacts/{id}", { params: { path: { id: contact.id } }, body: body ?? {} })),
        onSuccess: async () => {
            await queryClient.invalidateQueries({ queryKey: ["leads"] });
            onDone();
        },
    });
    const field = (name: keyof ContactFields, maxLength: number) => ({
        label: t.contact.fields[name],
        value: fields[name],
        maxLength,
        onChange: (event: { currentTarget: { value: string } }) => {
            const { value } = event.currentTarget;
            setFields((before) => ({ ...before, [name]: value }));
        },
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (body === null) onDone();
        else save.mutate();
    };
    return (
        <form onSubmit={submit}>
            <Stack gap="sm">
                <TextInput {...field("name", 200)} autoFocus />
                <TextInput {...field("email", 254)} type="email" />
                <TextInput {...field("company", 200)} />
                <Textarea {...field("notes", 10_000)} autosize minRows={3} maxRows={12} />
                <FormError error={save.error} />
                <Group justify="flex-end" gap="xs">
                    <Button variant="default" onClick={onDone}>
                        {t.common.cancel}
                    </Button>
                    <Button type="submit" loading={save.isPending}>
                        {t.common.save}
                    </Button>
                </Group>
            </Stack>
        </form>
    );
}

function ContactFacts({ contact }: { contact: Contact }) {
    const t = useTexts();
    const shown = (name: keyof ContactFields) => (
        <>
            {contact[name] ?? unknown}{" "}
            {contact.edited_fields.includes(name) && <span className={classes.edited}>{t.contact.edited}</span>}
        </>
    );
    return (
        <Facts
            facts={[
                [t.contact.fields.name, shown("name")],
                [t.contact.fields.email, shown("email")],
                [t.contact.phone, contact.phone_number],
                [t.contact.fields.company, shown("company")],
                [t.contact.fields.notes, shown("notes")],
            ]}
        />
    );
}

function EraseDialog({ contact, onErased, onClose }: { contact: Contact; onErased: () => void; onClose: () => void }) {
    const t = useTexts();
    const queryClient = useQueryClient();
    const erase = useMutation({
        mutationFn: () =>
            answer(
                api.DELETE("/v1/contacts/{id}", { params: { path: { id: contact.id }, query: { erase: true } } }),
            ),
        onSuccess: () => {
            onErased();
            queryClient.removeQueries({ queryKey: ["leads", "one"] });
            void queryClient.invalidateQueries();
        },
    });
    return (
        <ConfirmDialog
            title={t.contact.erase}
            action={t.contact.erase}
            typed={contact.phone_number}
            isDangerous
            isPending={erase.isPending}
            error={erase.error}
            onConfirm={() => erase.mutate()}
            onClose={onClose}
        >
            {t.contact.eraseText}
        </ConfirmDialog>
    );
}

/** The person behind a number: shown, edited, erased. */
export function ContactCard({ contact, onErased }: { contact: Contact | null; onErased: () => void }) {
    const t = useTexts();
    const [isEditing, setEditing] = useState(false);
    const [isErasing, setErasing] = useState(false);
    const mayErase = useMayChange();
    if (contact === null) {
        return (
            <Panel title={t.contact.title}>
                <State icon={UserRoundX} title={t.contact.none} text={t.contact.noneText} />
            </Panel>
        );
    }
    return (
        <Panel
            title={t.contact.title}
            aside={
                !isEditing && (
                    <Group gap={4}>
                        <Button
                            size="compact-sm"
                            variant="subtle"
                            leftSection={<Pencil size={14} />}
                            onClick={() => setEditing(true)}
                        >
                            {t.common.edit}
                        </Button>
                        {mayErase && (
                            <Button
                                size="compact-sm"
                                variant="subtle"
                                color="gray"
                                leftSection={<Eraser size={14} />}
                                onClick={() => setErasing(true)}
                            >
                                {t.contact.eraseShort}
                            </Button>
                        )}
                    </Group>
                )
            }
        >
            {isEditing ? (
                <ContactForm contact={contact} onDone={() => setEditing(false)} />
            ) : (
                <ContactFacts contact={contact} />
            )}
            {isErasing && (
                <EraseDialog contact={contact} onErased={onErased} onClose={() => setErasing(false)} />
            )}
        </Panel>
    );
}
