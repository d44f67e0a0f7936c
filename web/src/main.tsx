import "@mantine/core/styles.css";
import "virtual:theme-variables.css";
import "./styles/global.css";

import { MantineProvider } from "@mantine/core";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { ApiError } from "./api/client";
import { forgetSession } from "./api/session";
import { createAppRouter } from "./router";
import { TextsProvider } from "./texts";
import { theme } from "./theme";

const attempts = 3;

/** A session that has ended leads to the sign-in page, and from there back. */
function followEndOfSession(error: Error) {
    if (!(error instanceof ApiError && error.isSignedOut)) return;
    // A wrong password is refused in the same way.
    if (router.state.location.pathname === "/sign-in") return;
    forgetSession(queryClient);
    void router.invalidate();
}

const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: followEndOfSession }),
    mutationCache: new MutationCache({ onError: followEndOfSession }),
    defaultOptions: {
        queries: {
            staleTime: 15_000,
            // What the server refused it refuses again; what did not reach it may the next time.
            retry: (failures, error) =>
                failures < attempts && !(error instanceof ApiError && error.problem.status < 500),
        },
    },
});
const router = createAppRouter(queryClient);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no root");
createRoot(root).render(
    <StrictMode>
        <MantineProvider
            theme={theme}
            defaultColorScheme="auto"
            withCssVariables={false}
            withGlobalClasses={false}
            withStaticClasses={false}
        >
            <TextsProvider>
                <QueryClientProvider client={queryClient}>
                    <RouterProvider router={router} />
                </QueryClientProvider>
            </TextsProvider>
        </MantineProvider>
    </StrictMode>,
);
