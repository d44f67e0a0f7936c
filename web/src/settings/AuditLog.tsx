import { useInfiniteQuery } from "@tanstack/react-query";
import ScrollText from "lucide-react/icons/scroll-text";

import { auditQuery } from "../api/queries";
import { PagedTable } from "../parts/DataTable";
import { ExportMenu } from "../parts/ExportMenu";
import { Moment } from "../parts/Moment";
import { Panel } from "../parts/Page";
import { State } from "../parts/states";
import { useTexts } from "../texts";

/** Who changed what. */
export function AuditLog() {
    const t = useTexts();
    const query = useInfiniteQuery(auditQuery);
    const { columns } = t.audit;
    return (
        <Panel title={t.audit.title} isFlush aside={<ExportMenu table="audit" />}>
            <PagedTable
                label={t.audit.title}
                query={query}
                rowKey={(entry) => entry.id}
                empty={<State icon={ScrollText} title={t.audit.none} text={t.audit.noneText} />}
                columns={[
                    { name: columns.when, cell: (entry) => <Moment at={entry.created_at} /> },
                    {
                        name: columns.who,
                        cell: ({ actor }) => actor.name ?? (actor.kind === "key" ? t.audit.key : t.common.unnamed),
                    },
                    { name: columns.what, cell: (entry) => t.audit.actions[entry.action] },
                    {
                        name: columns.fields,
                        cell: (entry) => entry.fields.map((field) => field.replaceAll("_", " ")).join(", "),
                        isExtra: true,
                    },
                ]}
            />
        </Panel>
    );
}
