import { Button } from "@mantine/core";
import type { UseInfiniteQueryResult } from "@tanstack/react-query";

import { useTexts } from "../texts";
import { FormError } from "./FormError";
import classes from "./parts.module.css";

type ShowMoreProps = {
    query: Pick<
        UseInfiniteQueryResult,
        "hasNextPage" | "isFetchingNextPage" | "isFetchNextPageError" | "error" | "fetchNextPage"
    >;
};

/** A button for the next page of a list; nothing at its end. */
export function ShowMore({ query }: ShowMoreProps) {
    const t = useTexts();
    if (!query.hasNextPage) return null;
    return (
        <div className={classes.more}>
            {query.isFetchNextPageError && <FormError error={query.error} />}
            <Button
                variant="subtle"
                color="gray"
                loading={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
            >
                {t.common.more}
            </Button>
        </div>
    );
}
