import { Button, Menu } from "@mantine/core";
import Download from "lucide-react/icons/download";

import type { paths } from "../api/schema";
import { useTexts } from "../texts";

type Table = paths["/v1/export/{table}"]["get"]["parameters"]["path"]["table"];
type Format = paths["/v1/export/{table}"]["get"]["parameters"]["query"]["format"];

const formats = ["csv", "jsonl"] as const satisfies readonly Format[];

/** The address of a table as a file; the browser saves it as it streams in. */
export function exportAddress(table: Table, format: Format, filters: object): string {
    const query = new URLSearchParams({ format });
    for (const [name, value] of Object.entries(filters)) {
        if (value !== undefined && value !== null) query.set(name, String(value));
    }
    return `/v1/export/${table}?${query.toString()}`;
}

/** Saves what a table shows under its filters, all of it. */
export function ExportMenu({ table, filters = {}, label }: { table: Table; filters?: object; label?: string }) {
    const t = useTexts();
    return (
        <Menu position="bottom-end">
            <Menu.Target>
                <Button variant="default" leftSection={<Download size={16} />}>
                    {label ?? t.common.export}
                </Button>
            </Menu.Target>
            <Menu.Dropdown>
                {formats.map((format) => (
                    <Menu.Item key={format} component="a" href={exportAddress(table, format, filters)} download>
                        {t.common.formats[format]}
                    </Menu.Item>
                ))}
            </Menu.Dropdown>
        </Menu>
    );
}
