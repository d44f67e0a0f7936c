import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import classes from "./parts.module.css";
import { ShowMore } from "./ShowMore";
import { ErrorState, Loading } from "./states";

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

type Paged<Row> = { data: Row[]; next_cursor: string | null };

type PagedTableProps<Row> = Omit<DataTableProps<Row>, "rows"> & {
    query: UseInfiniteQueryResult<InfiniteData<Paged<Row>>>;
    empty: ReactNode;
};

/** A table over a list of the API, with a button for the next page. */
export function PagedTable<Row>({ query, empty, ...table }: PagedTableProps<Row>) {
    if (query.data === undefined) {
        if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
        return <Loading lines={8} />;
    }
    const rows = query.data.pages.flatMap((page) => page.data);
    // Whether there is nothing is not known before what was asked for has come.
    if (rows.length === 0) return query.isPlaceholderData ? <Loading lines={8} /> : empty;
    return (
        <>
            <DataTable {...table} rows={rows} />
            <ShowMore query={query} />
        </>
    );
}
