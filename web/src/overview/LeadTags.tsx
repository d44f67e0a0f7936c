import { Link } from "@tanstack/react-router";

import type { Overview } from "../api/types";
import { count } from "../format/numbers";
import { leadTags } from "../leads/filters";
import { useTexts } from "../texts";
import classes from "./overview.module.css";

export function LeadTags({ counts }: { counts: Overview["lead_tags"] }) {
    const t = useTexts();
    const most = Math.max(1, ...leadTags.map((tag) => counts[tag]));
    return (
        <ul className={classes.tags}>
            {leadTags.map((tag) => (
                <li key={tag}>
                    <Link to="/leads" search={{ tag }} className={classes.tagLink}>
                        <span>{t.words.tag[tag]}</span>
                        <span className={classes.tagTrack} aria-hidden>
                            <span
                                className={classes.tagFilled}
                                data-tag={tag}
                                style={{ width: `${(100 * counts[tag]) / most}%` }}
                            />
                        </span>
                        <span className={classes.tagCount}>{count(counts[tag])}</span>
                    </Link>
                </li>
            ))}
        </ul>
    );
}
