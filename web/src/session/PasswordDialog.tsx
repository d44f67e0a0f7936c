import { Button, Group, Modal, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import { FormError } from "../parts/FormError";
import { useTexts } from "../texts";

const shortest = 12;

export function PasswordDialog({ onClose }: { onClose: () => void }) {
    const t = useTexts();
    const [current, setCurrent] = useState("");
    const [next, setNext] = useState("");
    const change = useMutation({
        mutationFn: () =>
            answer(api.POST("/v1/session/password", { body: { current_password: current, new_password: next } })),
        onSuccess: onClose,
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        change.mutate();
    };
    return (
        <Modal
            opened
            title={t.account.changePassword}
            onClose={onClose}
            closeButtonProps={{ "aria-label": t.common.close }}
        >
            <form onSubmit={submit}>
                <Stack gap="md">
                    <PasswordInput
                        label={t.account.currentPassword}
                        autoComplete="current-password"
                        value={current}
                        onChange={(event) => setCurrent(event.currentTarget.value)}
                        required
                        data-autofocus
                    />
                    <PasswordInput
                        label={t.account.newPassword}
                        description={t.account.passwordLength(shortest)}
                        autoComplete="new-password"
                        value={next}
                        onChange={(event) => setNext(event.currentTarget.value)}
                        required
                        minLength={shortest}
                    />
                    <FormError error={change.error} />
                    <Group justify="flex-end">
                        <Button type="submit" loading={change.isPending} disabled={next.length < shortest}>
                            {t.account.changePassword}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
