import { Link } from "@tanstack/react-router";

import type { Overview } from "../api/types";
import { credits, isNegative } from "../format/credits";
import { count, unknown } from "../format/numbers";
import { Facts } from "../parts/Facts";
import { useTexts } from "../texts";
import classes from "./overview.module.css";

export function CreditOutlook({ outlook }: { outlook: Overview["credits"] }) {
    const t = useTexts();
    return (
        <>
            <p className={classes.balance} data-negative={isNegative(outlook.balance)}>
                {credits(outlook.balance)}
            </p>
            <Facts
                facts={[
                    [t.credits.burn, credits(outlook.burn_per_day)],
                    [
                        t.credits.daysLeft,
                        outlook.days_left === null ? unknown : count(Math.floor(outlook.days_left)),
                    ],
                ]}
            />
            <p className={classes.follow}>
                <Link to="/credits">{t.overview.toCredits}</Link>
            </p>
        </>
    );
}
