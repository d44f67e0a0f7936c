import { Button, Group, Modal, Stack, Tabs, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";

import { answer, api } from "../api/client";
import type { Agent } from "../api/types";
import { useAction } from "../api/use_action";
import { FormError } from "../parts/FormError";
import { useTexts } from "../texts";
import { PromptTrialForm } from "./PromptTrialForm";

const longestPrompt = 20_000;
const kinds = ["individual", "complete"] as const;

/** Name, region and prompts of an agent, and a place to try a prompt before it is saved. */
export function AgentDialog({ agent, onClose }: { agent: Agent; onClose: () => void }) {
    const t = useTexts();
    const [name, setName] = useState(agent.name ?? "");
    const [region, setRegion] = useState(agent.region ?? "");
    const [prompts, setPrompts] = useState({
        individual: agent.individual_prompt ?? "",
        complete: agent.complete_prompt ?? "",
    });
    const save = useAction(
        () =>
            answer(
                api.PATCH("/v1/agents/{id}", {
                    params: { path: { id: agent.id } },
                    body: {
                        name: name.trim() || null,
                        region: region.trim().toUpperCase() || null,
                        individual_prompt: prompts.individual.trim() || null,
                        complete_prompt: prompts.complete.trim() || null,
                    },
                }),
            ),
        { refreshes: ["agents", "calls"], onDone: onClose },
    );
    const submit = (event: FormEvent) => {
        event.preventDefault();
        save.mutate();
    };
    return (
        <Modal
            opened
            size="xl"
            title={agent.name ?? t.agents.edit}
            onClose={onClose}
            closeButtonProps={{ "aria-label": t.common.close }}
        >
            <Stack gap="md">
                <form id="agent" onSubmit={submit}>
                    <Group grow align="flex-start">
                        <TextInput
                            label={t.agents.name}
                            description={t.agents.nameText}
                            value={name}
                            maxLength={200}
                            onChange={(event) => setName(event.currentTarget.value)}
                            data-autofocus
                        />
                        <TextInput
                            label={t.agents.region}
                            description={t.agents.regionText}
                            placeholder="IN"
                            maxLength={2}
                            value={region}
                            onChange={(event) => setRegion(event.currentTarget.value)}
                        />
                    </Group>
                </form>
                <Tabs defaultValue="individual" keepMounted={false}>
                    <Tabs.List>
                        {kinds.map((kind) => (
                            <Tabs.Tab key={kind} value={kind}>
                                {t.agents.prompts[kind].title}
                            </Tabs.Tab>
                        ))}
                    </Tabs.List>
                    {kinds.map((kind) => (
                        <Tabs.Panel key={kind} value={kind} pt="md">
                            <Stack gap="md">
                                <Textarea
                                    label={t.agents.prompt}
                                    description={t.agents.prompts[kind].text}
                                    placeholder={t.agents.promptPlaceholder}
                                    value={prompts[kind]}
                                    maxLength={longestPrompt}
                                    autosize
                                    minRows={5}
                                    maxRows={14}
                                    onChange={(event) => {
                                        const { value } = event.currentTarget;
                                        setPrompts((before) => ({ ...before, [kind]: value }));
                                    }}
                                />
                                <PromptTrialForm agent={agent} kind={kind} prompt={prompts[kind]} />
                            </Stack>
                        </Tabs.Panel>
                    ))}
                </Tabs>
                <FormError error={save.error} />
                <Group justify="flex-end">
                    <Button variant="default" onClick={onClose}>
                        {t.common.cancel}
                    </Button>
                    <Button type="submit" form="agent" loading={save.isPending}>
                        {t.common.save}
                    </Button>
                </Group>
            </Stack>
        </Modal>
    );
}
