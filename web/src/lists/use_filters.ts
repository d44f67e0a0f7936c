import { useNavigate, useSearch } from "@tanstack/react-router";

import { withoutGaps } from "./without_gaps";

/** The filters of a list: the address of its page keeps them, and `read` leaves out what makes no sense there. */
export function useFilters<Filters extends object>(read: (search: Record<string, unknown>) => Filters) {
    // Once more, because the router lets through what nobody has validated.
    const filters = read(useSearch({ strict: false }));
    const navigate = useNavigate();
    return {
        filters,
        isFiltered: Object.keys(filters).length > 0,
        change: (fields: Partial<Filters>) =>
            void navigate({ to: ".", search: withoutGaps({ ...filters, ...fields }), replace: true }),
        clear: () => void navigate({ to: ".", search: {} }),
    };
}
