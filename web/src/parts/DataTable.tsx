import type { ReactNode } from "react";

import { PagedList, type PagedQuery } from "./PagedList";
import classes from "./parts.module.css";

export type Column<Row> = {
    name: string;
    cell: (row: Row) => ReactNode;
    align?: "right";
    /** Left out where the screen is narrow. */
    isExtra?: boolean;
};

type DataTableProps<Row> = {
    label: string;
    columns: Column<Row>[];
    rows: Row[];
    rowKey: (row: Row) => string;
    /** Set where the first column links to the row's page; the link then reaches over the whole row. */
    isLinked?: boolean;
};

export function DataTable<Row>({ label, columns, rows, rowKey, isLinked = false }: DataTableProps<Row>) {
    const phone = (column: Column<Row>) => (column.isExtra === true ? "hidden" : undefined);
    return (
        <div className={classes.scroll}>
            <table className={classes.table} aria-label={label}>
                <thead>
                    <tr>
                        {columns.map((column) => (
                            <th key={column.name} scope="col" data-align={column.align} data-phone={phone(column)}>
                                {column.name}
                            </th>
                        ))}
                    </tr>
                </thead>
                <tbody>
                    {rows.map((row) => (
                        <tr key={rowKey(row)} className={classes.row} data-linked={isLinked}>
                            {columns.map((column) => (
                                <td key={column.name} data-align={column.align} data-phone={phone(column)}>
                                    {column.cell(row)}
                                </td>
                            ))}
                        </tr>
                    ))}
                </tbody>
            </table>
        </div>
    );
}

export const rowLinkClass = classes.rowLink;

type PagedTableProps<Row> = Omit<DataTableProps<Row>, "rows"> & {
    query: PagedQuery<Row>;
    empty?: ReactNode;
};

/** A table over a list of the API, with a button for the next page. */
export function PagedTable<Row>({ query, empty, ...table }: PagedTableProps<Row>) {
    return (
        <PagedList query={query} empty={empty}>
            {(rows) => <DataTable {...table} rows={rows} />}
        </PagedList>
    );
}
