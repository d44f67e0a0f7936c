import { useQuery } from "@tanstack/react-query";

import { isOwner, sessionQuery } from "../api/session";

/** Whether the person may change what concerns the tenant; the server decides, this only spares a refusal. */
export function useMayChange(): boolean {
    const session = useQuery(sessionQuery).data;
    return session != null && isOwner(session);
}
