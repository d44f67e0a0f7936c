import { Button, Group, Modal, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import type { paths } from "../api/schema";
import { useAction } from "../api/use_action";
import { isCreditsInput } from "../format/credits";
import { FormError } from "../parts/FormError";
import { useTexts } from "../texts";

type Kind = paths["/v1/credits/transfers"]["post"]["requestBody"]["content"]["application/json"]["kind"];

const kinds: Kind[] = ["grant", "top-up", "bonus", "refund", "adjustment"];

/** Gives, sells, refunds or corrects credits. The key is made once, so that sending twice moves credits once. */
export function GrantDialog({ onClose }: { onClose: () => void }) {
    const t = useTexts();
    const [kind, setKind] = useState<Kind>("grant");
    const [amount, setAmount] = useState("");
    const [key] = useState(() => `dashboard/${crypto.randomUUID()}`);
    const isAmount = isCreditsInput(amount.trim(), kind === "adjustment");
    const grant = useAction(
        () =>
            answer(
                api.POST("/v1/credits/transfers", {
                    params: { header: { "Idempotency-Key": key } },
                    body: { kind, amount: amount.trim() },
                }),
            ),
        { refreshes: ["credits", "overview"], onDone: onClose },
    );
    const submit = (event: FormEvent) => {
        event.preventDefault();
        if (isAmount) grant.mutate();
    };
    return (
        <Modal opened title={t.credits.grant} onClose={onClose} closeButtonProps={{ "aria-label": t.common.close }}>
            <form onSubmit={submit}>
                <Stack gap="md">
                    <Select
                        label={t.credits.columns.kind}
                        data={kinds.map((value) => ({ value, label: t.words.transfer[value] }))}
                        value={kind}
                        onChange={(value) => value !== null && setKind(value)}
                        allowDeselect={false}
                    />
                    <TextInput
                        label={t.credits.amount}
                        description={kind === "adjustment" ? t.credits.mayBeNegative : undefined}
                        inputMode="decimal"
                        value={amount}
                        error={amount !== "" && !isAmount ? t.credits.notAnAmount : undefined}
                        onChange={(event) => setAmount(event.currentTarget.value)}
                        data-autofocus
                    />
                    <FormError error={grant.error} />
                    <Group justify="flex-end">
                        <Button type="submit" disabled={!isAmount} loading={grant.isPending}>
                            {t.credits.grant}
                        </Button>
                    </Group>
                </Stack>
            </form>
        </Modal>
    );
}
