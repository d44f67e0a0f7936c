import type { InfiniteData, QueryClient } from "@tanstack/react-query";

import type { Call, CallDetail, StreamCalls } from "./types";

type Pages = InfiniteData<{ data: Call[]; next_cursor: string | null }>;
type StreamCall = StreamCalls["calls"][number];

/** The call with what the stream says of it; the same object where that is no news. */
function updated<Known extends Call | CallDetail>(call: Known, news: StreamCall): Known {
    const isKnown =
        call.call_lifecycle_status === news.call_lifecycle_status &&
        call.outcome === news.outcome &&
        call.analysis_status === news.analysis_status;
    return isKnown ? call : { ...call, ...news };
}

/**
 * Puts the new states of calls into all that shows them, at once; what else has changed about them is read
 * afterwards.
 */
export function applyCallNews(queryClient: QueryClient, news: StreamCall[]) {
    const byId = new Map(news.map((call) => [call.id, call]));
    queryClient.setQueriesData<Pages>({ queryKey: ["calls", "list"] }, (known) => {
        if (known === undefined) return undefined;
        const pages = known.pages.map((page) => ({
            ...page,
            data: page.data.map((call) => {
                const change = byId.get(call.id);
                return change === undefined ? call : updated(call, change);
            }),
        }));
        return { ...known, pages };
    });
    for (const [id, change] of byId) {
        queryClient.setQueryData<CallDetail>(["calls", "one", id], (known) => known && updated(known, change));
    }
}
