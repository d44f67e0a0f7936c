import type { ReactNode } from "react";

import classes from "./parts.module.css";
import { useDocumentTitle } from "./use_document_title";

type PageProps = {
    title: string;
    /** What the tab of the browser says instead. */
    documentTitle?: string;
    lead?: ReactNode;
    actions?: ReactNode;
    children: ReactNode;
};

/** What every page has: a heading, a line that says what it is about, and what can be done. */
export function Page({ title, documentTitle = title, lead, actions, children }: PageProps) {
    useDocumentTitle(documentTitle);
    return (
        <div className={classes.page}>
            <header className={classes.pageHead}>
                <div>
                    <h1>{title}</h1>
                    {lead !== undefined && <p className={classes.lead}>{lead}</p>}
                </div>
                {actions !== undefined && <div className={classes.actions}>{actions}</div>}
            </header>
            {children}
        </div>
    );
}

type PanelProps = {
    title?: ReactNode;
    aside?: ReactNode;
    /** The content reaches the edges, as tables do. */
    isFlush?: boolean;
    className?: string;
    children: ReactNode;
};

export function Panel({ title, aside, isFlush = false, className, children }: PanelProps) {
    return (
        <section className={className === undefined ? classes.panel : `${classes.panel} ${className}`}>
            {(title !== undefined || aside !== undefined) && (
                <div className={classes.panelHead}>
                    {title !== undefined && <h2>{title}</h2>}
                    {aside}
                </div>
            )}
            <div className={isFlush ? classes.panelFlush : classes.panelBody}>{children}</div>
        </section>
    );
}
