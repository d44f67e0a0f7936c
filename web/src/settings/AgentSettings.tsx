import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import Bot from "lucide-react/icons/bot";
import { useState } from "react";

import { agentsQuery } from "../api/queries";
import type { Agent } from "../api/types";
import { Moment } from "../parts/Moment";
import { Panel } from "../parts/Page";
import { PagedList } from "../parts/PagedList";
import { State } from "../parts/states";
import { Tag } from "../parts/Tag";
import { useTexts } from "../texts";
import { AgentDialog } from "./AgentDialog";
import classes from "./settings.module.css";
import { useMayChange } from "../session/use_may_change";

function AgentItem({ agent, onEdit }: { agent: Agent; onEdit: () => void }) {
    const t = useTexts();
    const mayChange = useMayChange();
    const hasOwnPrompt = agent.individual_prompt !== null || agent.complete_prompt !== null;
    return (
        <div className={classes.item}>
            <div className={classes.itemHead}>
                <h3 className={classes.itemName}>{agent.name ?? t.calls.unnamedAgent}</h3>
                {hasOwnPrompt && <Tag tone="accent">{t.agents.ownPrompt}</Tag>}
                {mayChange && (
                    <div className={classes.itemActions}>
                        <Button size="compact-sm" variant="default" onClick={onEdit}>
                            {t.common.edit}
                        </Button>
                    </div>
                )}
            </div>
            <p className={classes.itemNote}>
                {agent.provider} · {agent.provider_agent_id} · {t.agents.firstSeen} <Moment at={agent.created_at} />
            </p>
        </div>
    );
}

/** The voice agents, which make themselves known with their first call. */
export function AgentSettings() {
    const t = useTexts();
    const query = useInfiniteQuery(agentsQuery);
    const [edited, setEdited] = useState<Agent | null>(null);
    return (
        <Panel title={t.agents.title} isFlush>
            <PagedList
                query={query}
                empty={<State icon={Bot} title={t.agents.none} text={t.agents.noneText} />}
            >
                {(agents) =>
                    agents.map((agent) => (
                        <AgentItem key={agent.id} agent={agent} onEdit={() => setEdited(agent)} />
                    ))
                }
            </PagedList>
            {edited !== null && <AgentDialog agent={edited} onClose={() => setEdited(null)} />}
        </Panel>
    );
}
