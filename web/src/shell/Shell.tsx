import { useQuery } from "@tanstack/react-query";
import { Link, Outlet } from "@tanstack/react-router";
import ChartNoAxesCombined from "lucide-react/icons/chart-no-axes-combined";
import Coins from "lucide-react/icons/coins";
import Phone from "lucide-react/icons/phone";
import Settings from "lucide-react/icons/settings";
import TriangleAlert from "lucide-react/icons/triangle-alert";
import Users from "lucide-react/icons/users";

import { LiveProvider, useLiveness } from "../api/live";
import { troubleQuery } from "../api/queries";
import { sessionQuery } from "../api/session";
import { Tag } from "../parts/Tag";
import { useTexts } from "../texts";
import { AccountMenu } from "./AccountMenu";
import { Bell } from "./Bell";
import { Logo } from "./Logo";
import classes from "./shell.module.css";

const places = [
    { to: "/", name: "overview", icon: ChartNoAxesCombined },
    { to: "/calls", name: "calls", icon: Phone },
    { to: "/leads", name: "leads", icon: Users },
    { to: "/credits", name: "credits", icon: Coins },
    { to: "/trouble", name: "trouble", icon: TriangleAlert },
    { to: "/settings", name: "settings", icon: Settings },
] as const;

function Places() {
    const t = useTexts();
    const trouble = useQuery(troubleQuery);
    const groups = trouble.data?.data.length ?? 0;
    return (
        <div className={classes.navigation}>
            {places.map(({ to, name, icon: Icon }) => (
                <Link key={to} to={to} className={classes.place} activeOptions={{ exact: to === "/" }}>
                    <Icon size={18} aria-hidden />
                    <span className={classes.placeName}>{t.shell.places[name]}</span>
                    {name === "trouble" && groups > 0 && (
                        <span className={classes.badge}>
                            {groups}
                            <span className="visually-hidden"> {t.shell.thingsToMend}</span>
                        </span>
                    )}
                </Link>
            ))}
        </div>
    );
}

function LiveMark() {
    const t = useTexts();
    const { isConnected, health } = useLiveness();
    if (!isConnected) return <Tag withDot>{t.shell.reconnecting}</Tag>;
    if (health?.ingest === "failing") return <Tag tone="bad" withDot>{t.shell.ingestFailing}</Tag>;
    if (health?.analysis === "paused") return <Tag tone="warn" withDot>{t.shell.analysisPaused}</Tag>;
    return <Tag tone="good" isLive>{t.shell.live}</Tag>;
}

function TenantName() {
    const session = useQuery(sessionQuery).data;
    return <div className={classes.tenant}>{session?.tenant.name}</div>;
}

/** What stands around every page of somebody who is signed in. */
export function Shell() {
    const t = useTexts();
    return (
        <LiveProvider>
            <a href="#content" className={classes.skip}>
                {t.shell.skip}
            </a>
            <div className={classes.shell}>
                <div className={classes.sidebar}>
                    <nav className={classes.sidebarContent} aria-label={t.shell.navigation}>
                        <Link to="/" className={classes.brand} aria-label={t.shell.home}>
                            <Logo /> callfold
                        </Link>
                        <TenantName />
                        <Places />
                    </nav>
                </div>
                <div className={classes.main}>
                    <header className={classes.bar}>
                        <Link to="/" className={classes.brand} data-phone="only" aria-label={t.shell.home}>
                            <Logo /> callfold
                        </Link>
                        <LiveMark />
                        <span className={classes.space} />
                        <Bell />
                        <AccountMenu />
                    </header>
                    <main id="content" tabIndex={-1} className={classes.content}>
                        <Outlet />
                    </main>
                </div>
            </div>
        </LiveProvider>
    );
}
