import { Alert, Switch, TagsInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { answer, api } from "../api/client";
import { notificationRulesQuery } from "../api/queries";
import type { NotificationRule } from "../api/types";
import { useAction } from "../api/use_action";
import { ExportMenu } from "../parts/ExportMenu";
import { FormError } from "../parts/FormError";
import { Panel } from "../parts/Page";
import { QueryView } from "../parts/states";
import { useTexts } from "../texts";
import classes from "./settings.module.css";
import { useMayChange } from "../session/use_may_change";

const ways = ["bell", "email", "subscriptions"] as const;

function RuleRow({ rule, hasEmail }: { rule: NotificationRule; hasEmail: boolean }) {
    const t = useTexts();
    const mayChange = useMayChange();
    const save = useAction(
        (change: Partial<NotificationRule>) => {
            const { bell, email, subscriptions, emails } = { ...rule, ...change };
            return answer(
                api.PUT("/v1/notification-rules/{kind}", {
                    params: { path: { kind: rule.kind } },
                    // Without anybody to write to there is no e-mail.
                    body: { bell, email: email && emails.length > 0, subscriptions, emails },
                }),
            );
        },
        { refreshes: ["notification-rules"] },
    );
    const isBlocked = { bell: false, subscriptions: false, email: !hasEmail || rule.emails.length === 0 };
    return (
        <div className={classes.rule}>
            <h3 className={classes.itemName}>{rule.title}</h3>
            {ways.map((way) => (
                <Switch
                    key={way}
                    label={t.alerts.ways[way]}
                    aria-label={`${rule.title}: ${t.alerts.ways[way]}`}
                    checked={rule[way]}
                    disabled={!mayChange || save.isPending || (isBlocked[way] && !rule[way])}
                    onChange={(event) => save.mutate({ [way]: event.currentTarget.checked })}
                />
            ))}
            <div>
                <TagsInput
                    aria-label={`${rule.title}: ${t.alerts.addresses}`}
                    placeholder={rule.emails.length === 0 ? t.alerts.addresses : undefined}
                    value={rule.emails}
                    maxTags={20}
                    disabled={!mayChange || !hasEmail}
                    // Not disabled, so that the keyboard stays in it for the next address.
                    readOnly={save.isPending}
                    onChange={(emails) => save.mutate({ emails, email: rule.email || rule.emails.length === 0 })}
                />
                <FormError error={save.error} />
            </div>
        </div>
    );
}

/** Where each kind of notification goes. */
export function AlertSettings() {
    const t = useTexts();
    const query = useQuery(notificationRulesQuery);
    return (
        <Panel
            title={t.alerts.title}
            isFlush
            aside={<ExportMenu table="notifications" label={t.alerts.exportNotifications} />}
        >
            <QueryView query={query} lines={8}>
                {({ data: rules, email_available: hasEmail }) => (
                    <>
                        {!hasEmail && (
                            <Alert variant="light" color="gray" m="md" mb={0}>
                                {t.alerts.noEmail}
                            </Alert>
                        )}
                        {rules.map((rule) => (
                            <RuleRow key={rule.kind} rule={rule} hasEmail={hasEmail} />
                        ))}
                    </>
                )}
            </QueryView>
        </Panel>
    );
}
