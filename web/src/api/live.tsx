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
        refresher.ask(["calls", "list"], ["leads"], ["overview"], ["credits"], ["stats"], ["endpoints"], ["trouble"]);
    });
    stream.addEventListener("analysis", () =>
        refresher.ask(["calls", "one"], ["calls", "list"], ["leads"], ["overview"], ["trouble"]),
    );
    stream.addEventListener("notification", () => refresher.ask(["notifications"], ["trouble"], ["endpoints"]));
    stream.addEventListener("quarantine", () =>
        refresher.ask(["quarantine"], ["trouble"], ["endpoints"], ["overview"]),
    );
    stream.addEventListener("health", (event) => {
        tell({ health: parsed<StreamHealth>(event) });
        refresher.ask(["overview"], ["trouble"]);
    });
    stream.addEventListener("reset", () => void queryClient.invalidateQueries());
}

/**
 * Follows the stream of the tenant until it is told to stop, while somebody can see the page: a browser keeps six
 * connections to a server, and tabs in the background would leave none to the one in front.
 */
function follow(queryClient: QueryClient, tell: Change): () => void {
    const refresher = createRefresher((queryKey) => void queryClient.invalidateQueries({ queryKey }));
    let stream: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const connect = () => {
        const connected = new EventSource("/v1/stream");
        stream = connected;
        listen(connected, queryClient, refresher, tell);
        connected.addEventListener("error", () => {
            // A stream that ends is asked for again by the browser, with the last event that it saw. One that was
            // refused is not; what was missed meanwhile is read anew, which also shows whether the session has ended.
            if (connected.readyState === EventSource.CLOSED) retry = setTimeout(connectAgain, retryMs);
        });
    };
    const connectAgain = () => {
        connect();
        void queryClient.invalidateQueries();
    };
    const disconnect = () => {
        clearTimeout(retry);
        stream?.close();
    };
    const followVisibility = () => {
        disconnect();
        if (!document.hidden) connectAgain();
    };
    if (!document.hidden) connect();
    document.addEventListener("visibilitychange", followVisibility);
    return () => {
        document.removeEventListener("visibilitychange", followVisibility);
        disconnect();
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
