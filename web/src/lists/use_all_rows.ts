import { useEffect } from "react";

import type { PagedQuery } from "../parts/PagedList";

/** All rows of a list of the API: reads page after page. Undefined until the first has come. */
export function useAllRows<Row>(query: PagedQuery<Row>): Row[] | undefined {
    const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = query;
    const goesOn = hasNextPage && !isFetching && !isFetchNextPageError;
    useEffect(() => {
        if (goesOn) void fetchNextPage();
    }, [goesOn, fetchNextPage]);
    return query.data?.pages.flatMap((page) => page.data);
}
