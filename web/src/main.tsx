import "@mantine/core/styles.css";
import "virtual:theme-variables.css";
import "./styles/global.css";

import { MantineProvider } from "@mantine/core";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { ApiError } from "./api/client";
import { forgetSession } from "./api/session";
import { createAppRouter } from "./router";
import { TextsProvider } from "./texts";
import { theme } from "./theme";

const attempts = 3;

const queryClient: QueryClient = new QueryClient({
    queryCache: new QueryCache({
        onError(error) {
            if (!(error instanceof ApiError && error.isSignedOut)) return;
            forgetSession(queryClient);
            void router.invalidate();
        },
    }),
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
