import { Alert, Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import CircleCheckBig from "lucide-react/icons/circle-check-big";

import { troubleQuery } from "../api/queries";
import type { TroubleGroup, TroubleItem } from "../api/types";
import { useAction } from "../api/use_action";
import { count } from "../format/numbers";
import { DataTable } from "../parts/DataTable";
import { ExportMenu } from "../parts/ExportMenu";
import { FormError } from "../parts/FormError";
import { LinkButton } from "../parts/LinkButton";
import { Moment } from "../parts/Moment";
import { Page, Panel } from "../parts/Page";
import { QueryView, State } from "../parts/states";
import { Tag, type Tone } from "../parts/Tag";
import { useTexts } from "../texts";
import { mendEach, mendsHere } from "./mend";
import { PausedModelPanel, useTrial } from "./PausedModelPanel";
import { DiscardButton, LookButton } from "./Quarantined";
import classes from "./trouble.module.css";

const tones: Record<TroubleGroup["kind"], Tone> = {
    "breaker-open": "bad",
    "silent-endpoint": "bad",
    quarantine: "bad",
    "failed-job": "bad",
    "held-job": "warn",
    "failed-delivery": "bad",
    "unknown-status": "warn",
    "no-news": "warn",
};
/** The server counts to this and no further. */
const countedUpTo = 1000;

/** Where a remedy is that is no button of this page. */
function RemedyLink({ group }: { group: TroubleGroup }) {
    const t = useTexts();
    const { action } = group.remedy;
    if (action === "top-up") return <LinkButton to="/credits">{t.trouble.remedies[action]}</LinkButton>;
    if (action === "raise-budget") return <LinkButton to="/settings/general">{t.trouble.remedies[action]}</LinkButton>;
    if (action === "check-endpoint") {
        return <LinkButton to="/settings/endpoints">{t.trouble.remedies[action]}</LinkButton>;
    }
    return null;
}

function ItemText({ item }: { item: TroubleItem }) {
    if (item.call_id !== null) {
        return (
            <Link to="/calls/$id" params={{ id: item.call_id }}>
                {item.text}
            </Link>
        );
    }
    if (item.phone_number !== null) {
        return (
            <Link to="/leads/$phone" params={{ phone: item.phone_number }}>
                {item.text}
            </Link>
        );
    }
    return item.text;
}

type ItemActionsProps = {
    item: TroubleItem;
    isQuarantined: boolean;
    /** What mending is called. */
    mend: string;
    isMending: boolean;
    onMend: () => void;
};

function ItemActions({ item, isQuarantined, mend, isMending, onMend }: ItemActionsProps) {
    return (
        <span className={classes.actions}>
            {isQuarantined && item.id !== null && <LookButton id={item.id} />}
            <Button size="compact-sm" variant="default" loading={isMending} onClick={onMend}>
                {mend}
            </Button>
            {isQuarantined && <DiscardButton items={[item]} isCompact />}
        </span>
    );
}

function GroupPanel({ group }: { group: TroubleGroup }) {
    const t = useTexts();
    const { action, text } = group.remedy;
    const mend = useAction((items: TroubleItem[]) => mendEach(action, items), {
        refreshes: ["trouble", "calls", "leads", "deliveries", "overview", "quarantine"],
    });
    const isMending = (item: TroubleItem) => mend.isPending && mend.variables.includes(item);
    return (
        <Panel
            title={
                <span className={classes.title}>
                    <Tag tone={tones[group.kind]}>{t.trouble.kinds[group.kind]}</Tag>
                    <span className={classes.count}>
                        {t.trouble.count(group.count >= countedUpTo ? `${count(group.count)}+` : count(group.count))}
                    </span>
                </span>
            }
            aside={
                mendsHere(action) && group.items.length > 1 ? (
                    <span className={classes.actions}>
                        <Button variant="light" loading={mend.isPending} onClick={() => mend.mutate(group.items)}>
                            {t.trouble.mendAll[action](count(group.items.length))}
                        </Button>
                        {group.kind === "quarantine" && <DiscardButton items={group.items} />}
                    </span>
                ) : (
                    <RemedyLink group={group} />
                )
            }
        >
            <p className={classes.cause}>{group.cause}</p>
            <p className={classes.remedy}>{text}</p>
            <FormError error={mend.error} />
            <div className={classes.items}>
                <DataTable
                    label={t.trouble.kinds[group.kind]}
                    rows={group.items}
                    rowKey={(item) => item.id ?? item.at}
                    columns={[
                        { name: t.trouble.what, cell: (item) => <ItemText item={item} /> },
                        { name: t.trouble.since, cell: (item) => <Moment at={item.at} isRelative />, align: "right" },
                        ...(mendsHere(action)
                            ? [
                                  {
                                      name: t.trouble.mend,
                                      align: "right" as const,
                                      cell: (item: TroubleItem) => (
                                          <ItemActions
                                              item={item}
                                              isQuarantined={group.kind === "quarantine"}
                                              mend={t.trouble.remedies[action]}
                                              isMending={isMending(item)}
                                              onMend={() => mend.mutate([item])}
                                          />
                                      ),
                                  },
                              ]
                            : []),
                    ]}
                />
            </div>
        </Panel>
    );
}

function Groups({ groups }: { groups: TroubleGroup[] }) {
    const t = useTexts();
    const trial = useTrial();
    const isPaused = groups.some(({ pause }) => pause !== null);
    return (
        <>
            {!isPaused && trial.isSuccess && (
                <Alert color="green" variant="light" role="status">
                    {t.trouble.trialAnswered}
                </Alert>
            )}
            {groups.length === 0 && (
                <Panel>
                    <State icon={CircleCheckBig} tone="good" title={t.trouble.none} text={t.trouble.noneText} />
                </Panel>
            )}
            {groups.map((group) =>
                group.pause !== null ? (
                    <PausedModelPanel key={group.kind} group={group} pause={group.pause} trial={trial} />
                ) : (
                    <GroupPanel key={`${group.kind} ${group.cause}`} group={group} />
                ),
            )}
        </>
    );
}

export function TroublePage() {
    const t = useTexts();
    const query = useQuery(troubleQuery);
    return (
        <Page
            title={t.trouble.title}
            lead={t.trouble.lead}
            actions={
                <>
                    <ExportMenu table="jobs" label={t.trouble.exportJobs} />
                    <ExportMenu table="quarantine" label={t.trouble.exportQuarantine} />
                </>
            }
        >
            <QueryView query={query} lines={6}>
                {({ data: groups }) => <Groups groups={groups} />}
            </QueryView>
        </Page>
    );
}
