import type { QueryClient } from "@tanstack/react-query";
import {
    createRootRouteWithContext,
    createRoute,
    createRouter,
    lazyRouteComponent,
    Outlet,
    redirect,
} from "@tanstack/react-router";

import { sessionQuery } from "./api/session";
import { callSearch } from "./calls/filters";
import { leadSearch } from "./leads/filters";
import { Failure, Missing } from "./shell/Failure";
import { signInSearch } from "./session/sign_in_search";
import { Shell } from "./shell/Shell";

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({
    component: Outlet,
    notFoundComponent: Missing,
    errorComponent: Failure,
});

const signInRoute = createRoute({
    getParentRoute: () => rootRoute,
    path: "/sign-in",
    validateSearch: signInSearch,
    component: lazyRouteComponent(() => import("./session/SignInPage"), "SignInPage"),
});

const shellRoute = createRoute({
    getParentRoute: () => rootRoute,
    id: "shell",
    async beforeLoad({ context, location }) {
        const session = await context.queryClient.ensureQueryData(sessionQuery);
        if (session === null) {
            throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
        }
    },
    component: Shell,
});

const overviewRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/",
    component: lazyRouteComponent(() => import("./overview/OverviewPage"), "OverviewPage"),
});

const firstRunRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/welcome",
    component: lazyRouteComponent(() => import("./first_run/FirstRunPage"), "FirstRunPage"),
});

const callsRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/calls",
    validateSearch: callSearch,
    component: lazyRouteComponent(() => import("./calls/CallsPage"), "CallsPage"),
});

const callRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/calls/$id",
    component: lazyRouteComponent(() => import("./calls/CallPage"), "CallPage"),
});

const leadsRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/leads",
    validateSearch: leadSearch,
    component: lazyRouteComponent(() => import("./leads/LeadsPage"), "LeadsPage"),
});

const leadRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/leads/$phone",
    component: lazyRouteComponent(() => import("./leads/LeadPage"), "LeadPage"),
});

const creditsRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/credits",
    component: lazyRouteComponent(() => import("./credits/CreditsPage"), "CreditsPage"),
});

const troubleRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/trouble",
    component: lazyRouteComponent(() => import("./trouble/TroublePage"), "TroublePage"),
});

const settingsRoute = createRoute({
    getParentRoute: () => shellRoute,
    path: "/settings",
    component: lazyRouteComponent(() => import("./settings/SettingsPage"), "SettingsPage"),
});

const settingsIndexRoute = createRoute({
    getParentRoute: () => settingsRoute,
    path: "/",
    beforeLoad: () => {
        throw redirect({ to: "/settings/endpoints", replace: true });
    },
});

const settingsPages = [
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/endpoints",
        component: lazyRouteComponent(() => import("./settings/EndpointSettings"), "EndpointSettings"),
    }),
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/agents",
        component: lazyRouteComponent(() => import("./settings/AgentSettings"), "AgentSettings"),
    }),
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/keys",
        component: lazyRouteComponent(() => import("./settings/KeySettings"), "KeySettings"),
    }),
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/members",
        component: lazyRouteComponent(() => import("./settings/MemberSettings"), "MemberSettings"),
    }),
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/subscriptions",
        component: lazyRouteComponent(() => import("./settings/SubscriptionSettings"), "SubscriptionSettings"),
    }),
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/alerts",
        component: lazyRouteComponent(() => import("./settings/AlertSettings"), "AlertSettings"),
    }),
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/general",
        component: lazyRouteComponent(() => import("./settings/GeneralSettings"), "GeneralSettings"),
    }),
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/audit",
        component: lazyRouteComponent(() => import("./settings/AuditLog"), "AuditLog"),
    }),
    createRoute({
        getParentRoute: () => settingsRoute,
        path: "/tenants",
        component: lazyRouteComponent(() => import("./settings/TenantList"), "TenantList"),
    }),
] as const;

const routeTree = rootRoute.addChildren([
    signInRoute,
    shellRoute.addChildren([
        overviewRoute,
        firstRunRoute,
        callsRoute,
        callRoute,
        leadsRoute,
        leadRoute,
        creditsRoute,
        troubleRoute,
        settingsRoute.addChildren([settingsIndexRoute, ...settingsPages]),
    ]),
]);

export function createAppRouter(queryClient: QueryClient) {
    return createRouter({
        routeTree,
        context: { queryClient },
        defaultPreload: "intent",
        // Pages read through TanStack Query, which knows itself what is fresh.
        defaultPreloadStaleTime: 0,
        scrollRestoration: true,
    });
}

declare module "@tanstack/react-router" {
    interface Register {
        router: ReturnType<typeof createAppRouter>;
    }
}
