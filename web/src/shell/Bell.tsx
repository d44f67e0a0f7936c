import { ActionIcon, Button, Popover } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import BellIcon from "lucide-react/icons/bell";
import BellOff from "lucide-react/icons/bell-off";
import { useState } from "react";

import { answer, api } from "../api/client";
import { notificationsQuery, unreadQuery } from "../api/queries";
import type { Notification } from "../api/types";
import { Moment } from "../parts/Moment";
import { FormError } from "../parts/FormError";
import { ShowMore } from "../parts/ShowMore";
import { ErrorState, Loading, State } from "../parts/states";
import { useTexts } from "../texts";
import classes from "./shell.module.css";

/** Where a person sees what a notification is about that is not about one call or one lead. */
const pagesAbout: Partial<Record<Notification["kind"], "/credits" | "/settings/agents" | "/settings/subscriptions">> = {
    "credits-low": "/credits",
    "stored-prompt-refused": "/settings/agents",
    "subscription-disabled": "/settings/subscriptions",
};

function NotificationLink({ notification, onFollow }: { notification: Notification; onFollow: () => void }) {
    const content = (
        <>
            <span className={classes.notificationHead}>
                <span>{notification.title}</span>
                <Moment at={notification.created_at} isRelative />
            </span>
            <span className={classes.notificationText}>{notification.text}</span>
        </>
    );
    const look = { className: classes.notification, "data-unread": notification.read_at === null, onClick: onFollow };
    if (notification.phone_number !== null && notification.kind === "lead-hot") {
        return (
            <Link to="/leads/$phone" params={{ phone: notification.phone_number }} {...look}>
                {content}
            </Link>
        );
    }
    if (notification.call_id !== null) {
        return (
            <Link to="/calls/$id" params={{ id: notification.call_id }} {...look}>
                {content}
            </Link>
        );
    }
    return (
        <Link to={pagesAbout[notification.kind] ?? "/trouble"} {...look}>
            {content}
        </Link>
    );
}

function NotificationList({ onFollow }: { onFollow: (notification: Notification) => void }) {
    const t = useTexts();
    const query = useInfiniteQuery(notificationsQuery);
    if (query.data === undefined) {
        return query.isError ? <ErrorState error={query.error} /> : <Loading lines={4} />;
    }
    const all = query.data.pages.flatMap((page) => page.data);
    if (all.length === 0) return <State icon={BellOff} title={t.bell.empty} text={t.bell.emptyText} />;
    return (
        <>
            {all.map((notification) => (
                <NotificationLink
                    key={notification.id}
                    notification={notification}
                    onFollow={() => onFollow(notification)}
                />
            ))}
            <ShowMore query={query} />
        </>
    );
}

export function Bell() {
    const t = useTexts();
    const queryClient = useQueryClient();
    const [isOpen, setOpen] = useState(false);
    const unread = useQuery(unreadQuery).data;
    const count = unread?.data.length ?? 0;
    const read = useMutation({
        mutationFn: (body: { until: string } | { ids: string[] }) =>
            answer(api.POST("/v1/notifications/read", { body })),
        onSuccess: () => queryClient.invalidateQueries({ queryKey: ["notifications"] }),
    });
    const follow = (notification: Notification) => {
        setOpen(false);
        if (notification.read_at === null) read.mutate({ ids: [notification.id] });
    };
    const newest = unread?.data[0];
    const shown = unread?.next_cursor == null ? String(count) : `${count}+`;
    return (
        <Popover
            opened={isOpen}
            onChange={setOpen}
            position="bottom-end"
            width={380}
            shadow="md"
            radius="md"
            trapFocus
            returnFocus
        >
            <Popover.Target>
                <ActionIcon
                    variant="subtle"
                    color="gray"
                    size="lg"
                    aria-label={count > 0 ? t.bell.unread(shown) : t.bell.name}
                    onClick={() => setOpen(!isOpen)}
                >
                    <BellIcon size={18} />
                    {count > 0 && (
                        <span className={classes.bellCount} aria-hidden>
                            {shown}
                        </span>
                    )}
                </ActionIcon>
            </Popover.Target>
            <Popover.Dropdown p={0} aria-label={t.bell.name}>
                <div className={classes.bellHead}>
                    {t.bell.name}
                    <Button
                        size="compact-sm"
                        variant="subtle"
                        disabled={newest === undefined}
                        loading={read.isPending}
                        onClick={() => newest && read.mutate({ until: newest.created_at })}
                    >
                        {t.bell.readAll}
                    </Button>
                </div>
                <FormError error={read.error} />
                <div className={classes.bellList}>
                    <NotificationList onFollow={follow} />
                </div>
            </Popover.Dropdown>
        </Popover>
    );
}
