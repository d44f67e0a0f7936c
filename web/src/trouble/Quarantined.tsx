import { Button, Code, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { quarantinedQuery } from "../api/queries";
import type { QuarantinedDetail, TroubleItem } from "../api/types";
import { useAction } from "../api/use_action";
import { count } from "../format/numbers";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { Facts } from "../parts/Facts";
import { Moment } from "../parts/Moment";
import { QueryView } from "../parts/states";
import { useMayChange } from "../session/use_may_change";
import { useTexts } from "../texts";
import { discardEach } from "./mend";
import classes from "./trouble.module.css";

/** A longer body is shown whole only to who asks for it. */
const shownLength = 20_000;

function Body({ body }: { body: string }) {
    const t = useTexts();
    const [isWhole, setWhole] = useState(false);
    const isCut = !isWhole && body.length > shownLength;
    return (
        <>
            <Code block className={classes.body} tabIndex={0} aria-label={t.trouble.body}>
                {isCut ? body.slice(0, shownLength) : body}
            </Code>
            {isCut && (
                <p className={classes.cut}>
                    {t.trouble.bodyCut(count(shownLength), count(body.length))}
                    <Button size="compact-sm" variant="subtle" onClick={() => setWhole(true)}>
                        {t.trouble.bodyWhole}
                    </Button>
                </p>
            )}
        </>
    );
}

function Quarantined({ quarantined }: { quarantined: QuarantinedDetail }) {
    const t = useTexts();
    return (
        <>
            <p className={classes.cause}>{quarantined.reason}</p>
            <Facts
                facts={[
                    [t.trouble.from, quarantined.provider],
                    [t.trouble.received, <Moment key="received" at={quarantined.received_at} withSeconds />],
                    [t.trouble.size, t.trouble.bytes(count(quarantined.body_bytes))],
                ]}
            />
            {quarantined.body === "" ? <p className={classes.cut}>{t.trouble.bodyEmpty}</p> : <Body body={quarantined.body} />}
        </>
    );
}

function QuarantinedDialog({ id, onClose }: { id: string; onClose: () => void }) {
    const t = useTexts();
    const query = useQuery(quarantinedQuery(id));
    return (
        <Modal
            opened
            size="xl"
            title={t.trouble.quarantined}
            onClose={onClose}
            closeButtonProps={{ "aria-label": t.common.close }}
        >
            <QueryView query={query}>{(quarantined) => <Quarantined quarantined={quarantined} />}</QueryView>
        </Modal>
    );
}

/** Shows what came. */
export function LookButton({ id }: { id: string }) {
    const t = useTexts();
    const [isOpen, setOpen] = useState(false);
    return (
        <>
            <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
                {t.trouble.look}
            </Button>
            {isOpen && <QuarantinedDialog id={id} onClose={() => setOpen(false)} />}
        </>
    );
}

/** Discards the webhooks for good, after asking; for whoever may. */
export function DiscardButton({ items, isCompact = false }: { items: TroubleItem[]; isCompact?: boolean }) {
    const t = useTexts();
    const mayChange = useMayChange();
    const [isAsked, setAsked] = useState(false);
    const discard = useAction(() => discardEach(items), {
        refreshes: ["trouble", "overview", "quarantine"],
        onDone: () => setAsked(false),
    });
    if (!mayChange) return null;
    const action = items.length === 1 ? t.trouble.discard : t.trouble.discardAll(count(items.length));
    return (
        <>
            <Button size={isCompact ? "compact-sm" : undefined} variant="default" onClick={() => setAsked(true)}>
                {action}
            </Button>
            {isAsked && (
                <ConfirmDialog
                    title={action}
                    action={action}
                    isDangerous
                    isPending={discard.isPending}
                    error={discard.error}
                    onConfirm={() => discard.mutate()}
                    onClose={() => setAsked(false)}
                >
                    {t.trouble.discardText}
                </ConfirmDialog>
            )}
        </>
    );
}
