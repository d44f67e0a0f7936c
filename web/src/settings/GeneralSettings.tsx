import { Button, Group, NumberInput, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import { creditsQuery } from "../api/queries";
import { isAdministrator, sessionQuery } from "../api/session";
import type { Session, Tenant } from "../api/types";
import { useAction } from "../api/use_action";
import { credits } from "../format/credits";
import { Facts } from "../parts/Facts";
import { FormError } from "../parts/FormError";
import { Panel } from "../parts/Page";
import { QueryView } from "../parts/states";
import { useTexts } from "../texts";
import classes from "./settings.module.css";
import { TariffSettings } from "./TariffSettings";
import { useMayChange } from "../session/use_may_change";

type TenantForm = {
    time_zone: string;
    region: string;
    on_empty_balance: Tenant["on_empty_balance"];
    daily_token_budget: number | "";
    retention_days: number | "";
};

function formOf(tenant: Tenant): TenantForm {
    return {
        time_zone: tenant.time_zone,
        region: tenant.region ?? "",
        on_empty_balance: tenant.on_empty_balance,
        daily_token_budget: tenant.daily_token_budget ?? "",
        retention_days: tenant.retention_days ?? "",
    };
}

/** Every zone that the browser knows, and the one that is set whether or not it does. */
function timeZones(current: string): string[] {
    return [...new Set(["UTC", current, ...Intl.supportedValuesOf("timeZone")])].sort();
}

function TenantSettings({ tenant }: { tenant: Tenant }) {
    const t = useTexts();
    const mayChange = useMayChange();
    const [form, setForm] = useState(() => formOf(tenant));
    const set = (fields: Partial<TenantForm>) => setForm((before) => ({ ...before, ...fields }));
    const number = (value: string | number): number | "" => (typeof value === "number" ? value : "");
    const save = useAction(
        (saved: TenantForm) =>
            answer(
                api.PATCH("/v1/tenant", {
                    body: {
                        time_zone: saved.time_zone,
                        region: saved.region.trim().toUpperCase() || null,
                        on_empty_balance: saved.on_empty_balance,
                        daily_token_budget: saved.daily_token_budget === "" ? null : saved.daily_token_budget,
                        retention_days: saved.retention_days === "" ? null : saved.retention_days,
                    },
                }),
            ),
        { refreshes: ["session", "overview", "stats", "trouble"] },
    );
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate(form);
    };
    return (
        <form onSubmit={submit} className={classes.form}>
            <Stack gap="md">
                <Select
                    label={t.general.timeZone}
                    description={t.general.timeZoneText}
                    data={timeZones(form.time_zone)}
                    value={form.time_zone}
                    onChange={(time_zone) => time_zone !== null && set({ time_zone })}
                    searchable
                    allowDeselect={false}
                    limit={100}
                    disabled={!mayChange}
                />
                <TextInput
                    label={t.general.region}
                    description={t.general.regionText}
                    placeholder="IN"
                    maxLength={2}
                    value={form.region}
                    onChange={(event) => set({ region: event.currentTarget.value })}
                    disabled={!mayChange}
                />
                <Select
                    label={t.general.onEmpty}
                    description={t.general.onEmptyText}
                    data={(["run", "hold"] as const).map((value) => ({ value, label: t.general.onEmptyChoices[value] }))}
                    value={form.on_empty_balance}
                    onChange={(value) => value !== null && set({ on_empty_balance: value })}
                    allowDeselect={false}
                    disabled={!mayChange}
                />
                <NumberInput
                    label={t.general.budget}
                    description={t.general.budgetText}
                    placeholder={t.general.noLimit}
                    min={0}
                    allowDecimal={false}
                    thousandSeparator=","
                    value={form.daily_token_budget}
                    onChange={(value) => set({ daily_token_budget: number(value) })}
                    disabled={!mayChange}
                />
                <NumberInput
                    label={t.general.retention}
                    description={t.general.retentionText}
                    placeholder={t.general.serverDefault}
                    min={1}
                    max={36_500}
                    allowDecimal={false}
                    value={form.retention_days}
                    onChange={(value) => set({ retention_days: number(value) })}
                    disabled={!mayChange}
                />
                <FormError error={save.error} />
                {mayChange && (
                    <Group gap="md">
                        <Button type="submit" loading={save.isPending}>
                            {t.common.save}
                        </Button>
                        <span role="status">{save.isSuccess && save.variables === form && t.general.saved}</span>
                    </Group>
                )}
            </Stack>
        </form>
    );
}

function TariffPanel({ session }: { session: Session }) {
    const t = useTexts();
    const query = useQuery(creditsQuery);
    if (isAdministrator(session)) return <TariffSettings tenantId={session.tenant.id} />;
    return (
        <Panel title={t.tariffs.title}>
            <QueryView query={query} lines={2}>
                {({ tariff }) => (
                    <Facts
                        facts={[
                            [t.tariffs.perMinute, credits(tariff.credits_per_minute, 6)],
                            [t.tariffs.pulse, t.credits.pulse(tariff.billing_pulse_seconds)],
                        ]}
                    />
                )}
            </QueryView>
        </Panel>
    );
}

/** Time zone, numbers, model budget, keeping, and what talk time costs. */
export function GeneralSettings() {
    const t = useTexts();
    const session = useQuery(sessionQuery).data;
    if (session == null) return null;
    return (
        <>
            <Panel title={t.settings.tabs.general}>
                <TenantSettings key={session.tenant.id} tenant={session.tenant} />
            </Panel>
            <TariffPanel session={session} />
        </>
    );
}
