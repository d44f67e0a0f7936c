import { Button, Code, Collapse } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import ChevronDown from "lucide-react/icons/chevron-down";
import { type ReactNode, useState } from "react";

import { callEventsQuery } from "../api/queries";
import type { CallEvent } from "../api/types";
import { Moment } from "../parts/Moment";
import { ShowMore } from "../parts/ShowMore";
import { ErrorState, Loading } from "../parts/states";
import { Tag } from "../parts/Tag";
import { useTexts } from "../texts";
import classes from "./calls.module.css";

const apiTime = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/** A value as people read it: times in the viewer's zone. */
function readable(value: string): ReactNode {
    return apiTime.test(value) ? <Moment at={value} withSeconds /> : value;
}

function Changes({ event }: { event: CallEvent }) {
    const t = useTexts();
    if (event.changes === null) return <span className={classes.noChange}>{t.events.changesUnknown}</span>;
    if (event.changes.length === 0) {
        return <span className={classes.noChange}>{event.late ? t.events.late : t.events.noChange}</span>;
    }
    return (
        <ul className={classes.changes}>
            {event.changes.map((change) => (
                <li key={change.field}>
                    <span className={classes.changedField}>{change.field.replaceAll("_", " ")}</span>
                    {change.before !== null && <del>{readable(change.before)}</del>}
                    <ins>{change.after === null ? t.events.nothing : readable(change.after)}</ins>
                </li>
            ))}
        </ul>
    );
}

function EventItem({ event }: { event: CallEvent }) {
    const t = useTexts();
    const [isOpen, setOpen] = useState(false);
    return (
        <li className={classes.event}>
            <div className={classes.eventHead}>
                <Moment at={event.effective_at} withSeconds />
                <strong>{event.provider_status}</strong>
                {event.kind === "unknown" && <Tag tone="warn">{t.events.unknown}</Tag>}
                {event.duplicates > 0 && <Tag tone="info">{t.events.duplicates(event.duplicates)}</Tag>}
                {event.weak && <Tag>{t.events.weak}</Tag>}
                {event.late && <Tag>{t.events.lateTag}</Tag>}
                <Button
                    className={classes.eventMore}
                    size="compact-sm"
                    variant="subtle"
                    color="gray"
                    aria-expanded={isOpen}
                    rightSection={<ChevronDown size={14} className={classes.chevron} data-open={isOpen} />}
                    onClick={() => setOpen(!isOpen)}
                >
                    {t.events.raw}
                </Button>
            </div>
            <Changes event={event} />
            {event.warnings.map((warning) => (
                <p key={warning} className={classes.warning}>
                    {warning}
                </p>
            ))}
            <Collapse expanded={isOpen}>
                <Code block mt="xs" tabIndex={0}>
                    {JSON.stringify(event.facts, null, 2)}
                </Code>
            </Collapse>
        </li>
    );
}

/** Every webhook of a call as it was understood, and what it changed. */
export function CallEvents({ id }: { id: string }) {
    const query = useInfiniteQuery(callEventsQuery(id));
    if (query.data === undefined) {
        return query.isError ? <ErrorState error={query.error} /> : <Loading lines={5} />;
    }
    return (
        <>
            <ol className={classes.events}>
                {query.data.pages
                    .flatMap((page) => page.data)
                    .map((event) => (
                        <EventItem key={event.id} event={event} />
                    ))}
            </ol>
            <ShowMore query={query} />
        </>
    );
}
