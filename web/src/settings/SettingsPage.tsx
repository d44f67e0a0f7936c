import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation } from "@tanstack/react-router";

import { isAdministrator, isOwner, sessionQuery } from "../api/session";
import { Page } from "../parts/Page";
import { useTexts } from "../texts";
import classes from "./settings.module.css";

const everybody = ["endpoints", "agents", "subscriptions", "alerts", "general"] as const;
const owners = ["keys", "members", "audit"] as const;
const administrators = ["tenants"] as const;

export function SettingsPage() {
    const t = useTexts();
    const session = useQuery(sessionQuery).data;
    const { pathname } = useLocation();
    const tabs = [
        ...everybody,
        ...(session != null && isOwner(session) ? owners : []),
        ...(session != null && isAdministrator(session) ? administrators : []),
    ];
    const shown = tabs.find((tab) => pathname === `/settings/${tab}`);
    return (
        <Page
            title={t.settings.title}
            documentTitle={shown && t.settings.tabs[shown]}
            lead={session?.tenant.name}
        >
            <nav className={classes.tabs} aria-label={t.settings.title}>
                {tabs.map((tab) => (
                    <Link key={tab} to={`/settings/${tab}`} className={classes.tab}>
                        {t.settings.tabs[tab]}
                    </Link>
                ))}
            </nav>
            <Outlet />
        </Page>
    );
}
