import { Button, Group, Modal, NumberInput, Stack, TextInput } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import Plus from "lucide-react/icons/plus";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import { tariffsQuery } from "../api/queries";
import { useAction } from "../api/use_action";
import { credits } from "../format/credits";
import { PagedTable } from "../parts/DataTable";
import { FormError } from "../parts/FormError";
import { Moment } from "../parts/Moment";
import { Panel } from "../parts/Page";
import { useTexts } from "../texts";

const pricePattern = /^[0-9]{1,12}([.][0-9]{1,6})?$/;

function TariffDialog({ tenantId, onClose }: { tenantId: string; onClose: () => void }) {
    const t = useTexts();
    const [price, setPrice] = useState("");
    const [pulse, setPulse] = useState<string | number>(60);
    const isReady = pricePattern.test(price.trim()) && typeof pulse === "number";
    const save = useAction(
        () =>
            answer(
                api.POST("/v1/admin/tariffs", {
                    body: {
                        user_id: tenantId,
                        billing_pulse_seconds: Number(pulse),
                        credits_per_minute: price.trim(),
                    },
                }),
            ),
        { refreshes: ["tariffs", "credits"], onDone: onClose },
    );
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (isReady) save.mutate();
    };
    return (
        <Modal opened title={t.tariffs.add} onClose={onClose} closeButtonProps={{ "aria-label": t.common.close }}>
            <form onSubmit={submit}>
                <Stack gap="md">
                    <p>{t.tariffs.addText}</p>
                    <TextInput
                        label={t.tariffs.perMinute}
                        inputMode="decimal"
                        value={price}
                        onChange={(event) => setPrice(event.currentTarget.value)}
                        data-autofocus
                    />
                    <NumberInput
                        label={t.tariffs.pulse}
                        description={t.tariffs.pulseText}
                        min={1}
                        max={3600}
                        allowDecimal={false}
                        value={pulse}
                        onChange={setPulse}
                    />
                    <FormError error={save.error} />
                    <Group justify="flex-end">
                        <Button type="submit" disabled={!isReady} loading={save.isPending}>
                            {t.tariffs.add}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}

/** All versions of the tenant's prices; an administrator adds the next. */
export function TariffSettings({ tenantId }: { tenantId: string }) {
    const t = useTexts();
    const query = useInfiniteQuery(tariffsQuery(tenantId));
    const [isAdding, setAdding] = useState(false);
    return (
        <Panel
            title={t.tariffs.title}
            isFlush
            aside={
                <Button size="sm" leftSection={<Plus size={16} />} onClick={() => setAdding(true)}>
                    {t.tariffs.add}
                </Button>
            }
        >
            <PagedTable
                label={t.tariffs.title}
                query={query}
                rowKey={(tariff) => tariff.id}
                columns={[
                    {
                        name: t.tariffs.validFrom,
                        cell: (tariff) =>
                            tariff.valid_from === null ? t.tariffs.ever : <Moment at={tariff.valid_from} />,
                    },
                    {
                        name: t.tariffs.perMinute,
                        cell: (tariff) => credits(tariff.credits_per_minute, 6),
                        align: "right",
                    },
                    {
                        name: t.tariffs.pulse,
                        cell: (tariff) => `${tariff.billing_pulse_seconds} s`,
                        align: "right",
                    },
                ]}
            />
            {isAdding && <TariffDialog tenantId={tenantId} onClose={() => setAdding(false)} />}
        </Panel>
    );
}
