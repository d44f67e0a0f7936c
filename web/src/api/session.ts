import { queryOptions, type QueryClient } from "@tanstack/react-query";

import { answer, api, ApiError, setCsrfToken } from "./client";
import type { Session } from "./types";

/** Who is signed in; null for nobody. */
export const sessionQuery = queryOptions({
    queryKey: ["session"],
    queryFn: async ({ signal }): Promise<Session | null> => {
        try {
            return remembered(await answer(api.GET("/v1/session", { signal })));
        } catch (error) {
            if (error instanceof ApiError && error.isSignedOut) return null;
            throw error;
        }
    },
    staleTime: Infinity,
});

function remembered(session: Session): Session {
    setCsrfToken(session.csrf_token);
    return session;
}

export async function signIn(queryClient: QueryClient, email: string, password: string) {
    const session = remembered(await answer(api.POST("/v1/session", { body: { email, password } })));
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, session);
}

export async function signOut(queryClient: QueryClient) {
    await answer(api.DELETE("/v1/session")).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.isSignedOut)) throw error;
    });
    forgetSession(queryClient);
}

/** Everything of one person leaves the memory before the next one signs in. */
export function forgetSession(queryClient: QueryClient) {
    setCsrfToken(null);
    queryClient.clear();
    queryClient.setQueryData(sessionQuery.queryKey, null);
}

export async function lookAtTenant(tenant_id: string) {
    await answer(api.PUT("/v1/session/tenant", { body: { tenant_id } }));
}

export const isOwner = (session: Session) => session.member.role !== "member";
export const isAdministrator = (session: Session) => session.member.role === "administrator";
