import { Alert } from "@mantine/core";

import { useErrorText } from "./states";

/** Why a form was not taken; nothing while it was not refused. */
export function FormError({ error }: { error: unknown }) {
    const errorText = useErrorText();
    if (error === null || error === undefined) return null;
    return (
        <Alert color="red" variant="light" role="alert">
            {errorText(error)}
        </Alert>
    );
}
