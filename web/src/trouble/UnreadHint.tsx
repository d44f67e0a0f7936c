import { Alert } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { waitingQuarantineQuery } from "../api/queries";
import type { Endpoint } from "../api/types";
import { useTexts } from "../texts";

/** Says where webhooks came that could not be read, and leads to them; nothing where all could be. */
export function UnreadHint({ endpoints }: { endpoints: Endpoint[] }) {
    const t = useTexts();
    const waiting = useQuery(waitingQuarantineQuery).data?.data ?? [];
    const hasUnread = waiting.some(({ endpoint_id }) => endpoints.some(({ id }) => id === endpoint_id));
    if (!hasUnread) return null;
    return (
        <Alert color="yellow" variant="light" mt="sm">
            {t.endpoints.unread} <Link to="/trouble">{t.endpoints.toUnread}</Link>
        </Alert>
    );
}
