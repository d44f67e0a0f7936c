import { Alert, Stack } from "@mantine/core";

import type { CallDetail } from "../api/types";
import { useTexts } from "../texts";

/** What is not right with a call, and what is no longer there of it. */
export function TroubleNotes({ call }: { call: CallDetail }) {
    const t = useTexts();
    const notes = [
        ...call.trouble.map(({ detail }) => ({ text: detail, color: "yellow" })),
        ...(call.error_message === null ? [] : [{ text: call.error_message, color: "red" }]),
        ...(call.erased ? [{ text: t.call.isErased, color: "gray" }] : []),
        ...(call.sealed && !call.erased ? [{ text: t.call.isSealed, color: "gray" }] : []),
    ];
    if (notes.length === 0) return null;
    return (
        <Stack gap="xs">
            {notes.map(({ text, color }) => (
                <Alert key={text} color={color} variant="light">
                    {text}
                </Alert>
            ))}
        </Stack>
    );
}
