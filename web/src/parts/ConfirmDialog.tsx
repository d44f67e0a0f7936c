import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";

import { useTexts } from "../texts";
import { FormError } from "./FormError";

type ConfirmDialogProps = {
    title: string;
    children: ReactNode;
    action: string;
    /** What has to be typed first, for what cannot be undone. */
    typed?: string;
    isDangerous?: boolean;
    isPending: boolean;
    error: unknown;
    onConfirm: () => void;
    onClose: () => void;
};

/** Asks before something that is hard to take back. */
export function ConfirmDialog(props: ConfirmDialogProps) {
    const t = useTexts();
    const [text, setText] = useState("");
    const isReady = props.typed === undefined || text.trim() === props.typed;
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (isReady) props.onConfirm();
    };
    return (
        <Modal opened title={props.title} onClose={props.onClose} closeButtonProps={{ "aria-label": t.common.close }}>
            <form onSubmit={submit}>
                <Stack gap="md">
                    <div>{props.children}</div>
                    {props.typed !== undefined && (
                        <TextInput
                            label={t.common.typeToConfirm(props.typed)}
                            value={text}
                            onChange={(event) => setText(event.currentTarget.value)}
                            data-autofocus
                            autoComplete="off"
                        />
                    )}
                    <FormError error={props.error} />
                    <Group justify="flex-end" gap="xs">
                        <Button variant="default" onClick={props.onClose}>
                            {t.common.cancel}
                        </Button>
                        <Button
                            type="submit"
                            color={props.isDangerous === true ? "red.8" : undefined}
                            disabled={!isReady}
                            loading={props.isPending}
                        >
                            {props.action}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
