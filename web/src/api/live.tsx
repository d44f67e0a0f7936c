import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";

import { applyCallNews } from "./live_cache";
import { createRefresher, type Refresher } from "./refresher";
import type { StreamCalls, StreamHealth } from "./types";

export type Liveness = { isConnected: boolean; health: StreamHealth | null };

const LiveContext = createContext<Liveness>({ isConnected: false, health: null });

export function useLiveness(): Liveness {
    return useContext(LiveContext);
}

/** After which a stream that the server refused is asked for again. */
const retryMs = 5000;

function parsed<Data>(event: Event): Data {
    return JSON.parse((event as MessageEvent<string>).data) as Data;
}

type Change = (change: Partial<Liveness>) => void;

/** Has every event of a stream change what it is about. */
function listen(stream: EventSource, queryClient: QueryClient, refresher: Refresher, tell: Change) {
    stream.addEventListener("open", () => tell({ isConnected: true }));
    stream.addEventListener("error", () => tell({ isConnected: false }));
    stream.addEventListener("call", (event) => {
        const { calls } = parsed<StreamCalls>(event);
        applyCallNews(queryClient, calls);
        for (const call of calls) refresher.ask(["calls", "one", call.id], ["calls", "events", call.id]);
        refresher.ask(["calls", "list"], ["overview"], ["credits"], ["stats"], ["endpoints"], ["trouble"]);
    });
    stream.addEventListener("analysis", () =>
        refresher.ask(["calls", "one"], ["calls", "list"], ["leads"], ["overview"], ["trouble"]),
    );
    stream.addEventListener("notification", () => refresher.ask(["notifications"]));
    stream.addEventListener("health", (event) => {
        tell({ health: parsed<StreamHealth>(event) });
        refresher.ask(["overview"], ["trouble"]);
    });
    stream.addEventListener("reset", () => void queryClient.invalidateQueries());
}

/** Follows the stream of the tenant until it is told to stop. */
function follow(queryClient: QueryClient, tell: Change): () => void {
    const refresher = createRefresher((queryKey) => void queryClient.invalidateQueries({ queryKey }));
    let stream: EventSource;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
        stream = new EventSource("/v1/stream");
        listen(stream, queryClient, refresher, tell);
        stream.addEventListener("error", () => {
            // A stream that ends is asked for again by the browser, with the last event that it saw. One that was
            // refused is not; what was missed meanwhile is read anew, which also shows whether the session has ended.
            if (stream.readyState !== EventSource.CLOSED) return;
            retry = setTimeout(() => {
                connect();
                void queryClient.invalidateQueries();
            }, retryMs);
        });
    };
    connect();
    return () => {
        clearTimeout(retry);
        stream.close();
        refresher.stop();
    };
}

/** Keeps what is shown true for as long as it is mounted. */
export function LiveProvider({ children }: { children: ReactNode }) {
    const queryClient = useQueryClient();
    const [liveness, setLiveness] = useState<Liveness>({ isConnected: false, health: null });
    useEffect(
        () => follow(queryClient, (change) => setLiveness((before) => ({ ...before, ...change }))),
        [queryClient],
    );
    return <LiveContext value={liveness}>{children}</LiveContext>;
}
