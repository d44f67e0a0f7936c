import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { answer, api } from "./client";
import type { paths } from "./schema";
import type { CallDetail, Delivery, TroubleGroup } from "./types";

/**
 * What the dashboard reads, by the name of the thing. A key begins with that name, so that whatever changes a thing
 * can have all that shows it read anew.
 */

type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Parameters } } }
    ? NonNullable<Parameters>
    : never;
type Filters<Path extends keyof paths> = Omit<Query<Path>, "cursor" | "limit">;

const pages = {
    initialPageParam: null as string | null,
    getNextPageParam: (last: { next_cursor: string | null }) => last.next_cursor,
};
/** The most that the API gives at once: lists that are short by nature then have one page. */
const largestPage = 200;
const largePage = (cursor: string | null) => ({ limit: largestPage, cursor: cursor ?? undefined });

/** Somebody waits for this one: it is looked after even where the stream has told nothing. */
const pendingMs = 5000;
/** So soon does a trial of the model show how it ended. */
const pausedMs = 2000;

export type CallFilters = Filters<"/v1/calls">;

export const callsQuery = (filters: CallFilters) =>
    infiniteQueryOptions({
        queryKey: ["calls", "list", filters],
        queryFn: ({ pageParam, signal }) =>
            answer(
                api.GET("/v1/calls", {
                    params: { query: { ...filters, cursor: pageParam ?? undefined } },
                    signal,
                }),
            ),
        placeholderData: keepPreviousData,
        ...pages,
    });

export const callQuery = (id: string) =>
    queryOptions({
        queryKey: ["calls", "one", id],
        queryFn: ({ signal }) => answer(api.GET("/v1/calls/{id}", { params: { path: { id } }, signal })),
        refetchInterval: ({ state: { data } }) =>
            (data as CallDetail | undefined)?.analysis_status === "pending" ? pendingMs : false,
    });

export const callEventsQuery = (id: string) =>
    infiniteQueryOptions({
        queryKey: ["calls", "events", id],
        queryFn: ({ pageParam, signal }) =>
            answer(
                api.GET("/v1/calls/{id}/events", {
                    params: { path: { id }, query: { cursor: pageParam ?? undefined } },
                    signal,
                }),
            ),
        ...pages,
    });

export type LeadFilters = Filters<"/v1/leads">;

export const leadsQuery = (filters: LeadFilters) =>
    infiniteQueryOptions({
        queryKey: ["leads", "list", filters],
        queryFn: ({ pageParam, signal }) =>
            answer(api.GET("/v1/leads", { params: { query: { ...filters, cursor: pageParam ?? undefined } }, signal })),
        placeholderData: keepPreviousData,
        ...pages,
    });

export const leadQuery = (phone: string) =>
    queryOptions({
        queryKey: ["leads", "one", phone],
        queryFn: ({ signal }) => answer(api.GET("/v1/leads/{phone}", { params: { path: { phone } }, signal })),
    });

export const creditsQuery = queryOptions({
    queryKey: ["credits"],
    queryFn: ({ signal }) => answer(api.GET("/v1/credits", { signal })),
});

export type TransferFilters = Filters<"/v1/credits/transfers">;

export const transfersQuery = (filters: TransferFilters) =>
    infiniteQueryOptions({
        queryKey: ["credits", "transfers", filters],
        queryFn: ({ pageParam, signal }) =>
            answer(
                api.GET("/v1/credits/transfers", {
                    params: { query: { ...filters, cursor: pageParam ?? undefined } },
                    signal,
                }),
            ),
        ...pages,
    });

export const statsQuery = (query: Query<"/v1/stats">) =>
    queryOptions({
        queryKey: ["stats", query],
        queryFn: ({ signal }) => answer(api.GET("/v1/stats", { params: { query }, signal })),
        placeholderData: keepPreviousData,
    });

export const agentsQuery = infiniteQueryOptions({
    queryKey: ["agents"],
    queryFn: ({ pageParam, signal }) => answer(api.GET("/v1/agents", { params: { query: largePage(pageParam) }, signal })),
    ...pages,
});

export const endpointsQuery = infiniteQueryOptions({
    queryKey: ["endpoints"],
    queryFn: ({ pageParam, signal }) => answer(api.GET("/v1/endpoints", { params: { query: largePage(pageParam) }, signal })),
    ...pages,
});

export const keysQuery = infiniteQueryOptions({
    queryKey: ["keys"],
    queryFn: ({ pageParam, signal }) => answer(api.GET("/v1/keys", { params: { query: largePage(pageParam) }, signal })),
    ...pages,
});

export const membersQuery = infiniteQueryOptions({
    queryKey: ["members"],
    queryFn: ({ pageParam, signal }) => answer(api.GET("/v1/members", { params: { query: largePage(pageParam) }, signal })),
    ...pages,
});

export const auditQuery = infiniteQueryOptions({
    queryKey: ["audit"],
    queryFn: ({ pageParam, signal }) =>
        answer(api.GET("/v1/audit", { params: { query: { cursor: pageParam ?? undefined } }, signal })),
    ...pages,
});

export const notificationsQuery = infiniteQueryOptions({
    queryKey: ["notifications", "list"],
    queryFn: ({ pageParam, signal }) =>
        answer(api.GET("/v1/notifications", { params: { query: { cursor: pageParam ?? undefined, limit: 20 } }, signal })),
    ...pages,
});

/** Whether there is anything unread, and how much up to the most that one page can tell. */
export const unreadQuery = queryOptions({
    queryKey: ["notifications", "unread"],
    queryFn: ({ signal }) =>
        answer(api.GET("/v1/notifications", { params: { query: { unread: true, limit: 100 } }, signal })),
});

export const tariffsQuery = (user_id: string) =>
    infiniteQueryOptions({
        queryKey: ["tariffs", user_id],
        queryFn: ({ pageParam, signal }) =>
            answer(api.GET("/v1/admin/tariffs", { params: { query: { user_id, ...largePage(pageParam) } }, signal })),
        ...pages,
    });

export const tenantsQuery = infiniteQueryOptions({
    queryKey: ["tenants"],
    queryFn: ({ pageParam, signal }) => answer(api.GET("/v1/admin/tenants", { params: { query: largePage(pageParam) }, signal })),
    ...pages,
});

export const overviewQuery = (query: Query<"/v1/overview">) =>
    queryOptions({
        queryKey: ["overview", query],
        queryFn: ({ signal }) => answer(api.GET("/v1/overview", { params: { query }, signal })),
        placeholderData: keepPreviousData,
    });

export const troubleQuery = queryOptions({
    queryKey: ["trouble"],
    queryFn: ({ signal }) => answer(api.GET("/v1/trouble", { signal })),
    // The stream does not tell of trials.
    refetchInterval: ({ state: { data } }) =>
        data?.data.some((group: TroubleGroup) => group.pause !== null) === true ? pausedMs : false,
});

/** The newest webhooks that could not be read and wait for somebody. */
export const waitingQuarantineQuery = queryOptions({
    queryKey: ["quarantine", "waiting"],
    queryFn: ({ signal }) =>
        answer(api.GET("/v1/quarantine", { params: { query: { replayed: false, limit: largestPage } }, signal })),
});

export const quarantinedQuery = (id: string) =>
    queryOptions({
        queryKey: ["quarantine", "one", id],
        queryFn: ({ signal }) => answer(api.GET("/v1/quarantine/{id}", { params: { path: { id } }, signal })),
    });

export const notificationRulesQuery = queryOptions({
    queryKey: ["notification-rules"],
    queryFn: ({ signal }) => answer(api.GET("/v1/notification-rules", { signal })),
});

export const subscriptionsQuery = infiniteQueryOptions({
    queryKey: ["subscriptions"],
    queryFn: ({ pageParam, signal }) => answer(api.GET("/v1/subscriptions", { params: { query: largePage(pageParam) }, signal })),
    ...pages,
});

const isUnderWay = ({ state }: Delivery) => state === "waiting" || state === "running";

export type DeliveryFilters = Filters<"/v1/deliveries">;

export const deliveriesQuery = (filters: DeliveryFilters) =>
    infiniteQueryOptions({
        queryKey: ["deliveries", filters],
        queryFn: ({ pageParam, signal }) =>
            answer(
                api.GET("/v1/deliveries", { params: { query: { ...filters, cursor: pageParam ?? undefined } }, signal }),
            ),
        // The stream does not tell of deliveries.
        refetchInterval: ({ state: { data } }) =>
            data?.pages.some((page) => page.data.some(isUnderWay)) === true ? pendingMs : false,
        ...pages,
    });
