import { Button, Skeleton } from "@mantine/core";
import type { UseQueryResult } from "@tanstack/react-query";
import CircleAlert from "lucide-react/icons/circle-alert";
import type { ComponentType, ReactNode } from "react";

import { ApiError } from "../api/client";
import { useTexts } from "../texts";
import classes from "./parts.module.css";

type StateProps = {
    icon: ComponentType<{ size?: number }>;
    title: string;
    text?: ReactNode;
    action?: ReactNode;
    tone?: "good" | "bad";
    /** Where there is no page around it, the title is its heading. */
    isWholePage?: boolean;
};

/** What stands where there is nothing to show, and why. */
export function State({ icon: Icon, title, text, action, tone, isWholePage = false }: StateProps) {
    const Box = isWholePage ? "main" : "div";
    const Title = isWholePage ? "h1" : "p";
    return (
        <Box className={classes.state} data-tone={tone}>
            <span className={classes.stateIcon} aria-hidden>
                <Icon size={21} />
            </span>
            <Title className={classes.stateTitle}>{title}</Title>
            {text !== undefined && <p className={classes.stateText}>{text}</p>}
            {action !== undefined && <div className={classes.stateAction}>{action}</div>}
        </Box>
    );
}

/** An error in the server's words; without an answer, in ours. */
export function useErrorText(): (error: unknown) => string {
    const t = useTexts();
    return (error) => (error instanceof ApiError ? error.problem.detail : t.errors.unreachable);
}

export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
    const t = useTexts();
    const errorText = useErrorText();
    return (
        <div role="alert">
            <State
                icon={CircleAlert}
                tone="bad"
                title={t.errors.title}
                text={errorText(error)}
                action={
                    onRetry && (
                        <Button variant="default" onClick={onRetry}>
                            {t.errors.again}
                        </Button>
                    )
                }
            />
        </div>
    );
}

export function Loading({ lines = 5 }: { lines?: number }) {
    const t = useTexts();
    return (
        <div className={classes.skeletons} aria-busy>
            <span className="visually-hidden">{t.common.loading}</span>
            {Array.from({ length: lines }, (_, line) => (
                <Skeleton key={line} height={18} radius="sm" width={`${92 - ((line * 17) % 40)}%`} />
            ))}
        </div>
    );
}

type QueryViewProps<Data> = {
    query: UseQueryResult<Data>;
    lines?: number;
    children: (data: Data) => ReactNode;
};

/** Waiting, failed, or there: what is there stays while it is read anew. */
export function QueryView<Data>({ query, lines, children }: QueryViewProps<Data>) {
    if (query.data !== undefined) return children(query.data);
    if (query.isError) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
    return <Loading lines={lines} />;
}
