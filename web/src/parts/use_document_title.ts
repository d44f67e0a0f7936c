import { useEffect } from "react";

import { useTexts } from "../texts";

/** Names the tab of the browser, and its entry in the history, after the page. */
export function useDocumentTitle(page: string) {
    const t = useTexts();
    useEffect(() => {
        const before = document.title;
        document.title = t.common.documentTitle(page);
        return () => {
            document.title = before;
        };
    }, [t, page]);
}
