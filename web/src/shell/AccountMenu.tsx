import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import Check from "lucide-react/icons/check";
import CircleUser from "lucide-react/icons/circle-user-round";
import KeyRound from "lucide-react/icons/key-round";
import LogOut from "lucide-react/icons/log-out";
import Monitor from "lucide-react/icons/monitor";
import Moon from "lucide-react/icons/moon";
import Sun from "lucide-react/icons/sun";
import { useState } from "react";

import { sessionQuery, signOut } from "../api/session";
import { ConfirmDialog } from "../parts/ConfirmDialog";
import { PasswordDialog } from "../session/PasswordDialog";
import { useTexts } from "../texts";

const schemes = [
    { name: "light", icon: Sun },
    { name: "dark", icon: Moon },
    { name: "auto", icon: Monitor },
] as const;

export function AccountMenu() {
    const t = useTexts();
    const queryClient = useQueryClient();
    const navigate = useNavigate();
    const session = useQuery(sessionQuery).data;
    const { colorScheme, setColorScheme } = useMantineColorScheme();
    const [isChangingPassword, setChangingPassword] = useState(false);
    const leave = useMutation({
        mutationFn: () => signOut(queryClient),
        onSuccess: () => navigate({ to: "/sign-in" }),
    });
    return (
        <>
            <Menu position="bottom-end" width={240}>
                <Menu.Target>
                    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t.account.name}>
                        <CircleUser size={19} />
                    </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                    <Menu.Label>{session?.member.email}</Menu.Label>
                    <Menu.Divider />
                    {schemes.map(({ name, icon: Icon }) => (
                        <Menu.Item
                            key={name}
                            leftSection={<Icon size={16} />}
                            rightSection={colorScheme === name && <Check size={15} />}
                            onClick={() => setColorScheme(name)}
                        >
                            {t.account.schemes[name]}
                        </Menu.Item>
                    ))}
                    <Menu.Divider />
                    <Menu.Item leftSection={<KeyRound size={16} />} onClick={() => setChangingPassword(true)}>
                        {t.account.changePassword}
                    </Menu.Item>
                    <Menu.Item leftSection={<LogOut size={16} />} onClick={() => leave.mutate()}>
                        {t.account.signOut}
                    </Menu.Item>
                </Menu.Dropdown>
            </Menu>
            {leave.isError && (
                <ConfirmDialog
                    title={t.account.signOut}
                    action={t.account.signOut}
                    isPending={leave.isPending}
                    error={leave.error}
                    onConfirm={() => leave.mutate()}
                    onClose={() => leave.reset()}
                >
                    {t.account.stillSignedIn}
                </ConfirmDialog>
            )}
            {isChangingPassword && <PasswordDialog onClose={() => setChangingPassword(false)} />}
        </>
    );
}
