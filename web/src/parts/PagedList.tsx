import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { ShowMore } from "./ShowMore";
import { ErrorState, Loading } from "./states";

export type PagedQuery<Row> = UseInfiniteQueryResult<InfiniteData<{ data: Row[]; next_cursor: string | null }>>;

type PagedListProps<Row> = {
    query: PagedQuery<Row>;
    /** Stands there when there is no row; without it, what `children` makes of none. */
    empty?: ReactNode;
    children: (rows: Row[]) => ReactNode;
};

/** A list of the API as far as it was read, with a button for the next page. */
export function PagedList<Row>({ query, empty, children }: PagedListProps<Row>) {
    if (query.data === undefined) {
        if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
        return <Loading lines={8} />;
    }
    const rows = query.data.pages.flatMap((page) => page.data);
    if (rows.length === 0 && empty !== undefined) {
        // Whether there is nothing is not known before what was asked for has come.
        return query.isPlaceholderData ? <Loading lines={8} /> : empty;
    }
    return (
        <>
            {children(rows)}
            <ShowMore query={query} />
        </>
    );
}
