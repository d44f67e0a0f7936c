import { Button, Paper, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";

import { signIn } from "../api/session";
import { FormError } from "../parts/FormError";
import { Logo } from "../shell/Logo";
import { useTexts } from "../texts";
import classes from "./session.module.css";

export function SignInPage() {
    const t = useTexts();
    const router = useRouter();
    const queryClient = useQueryClient();
    const { next } = useSearch({ from: "/sign-in" });
    const [email, setEmail] = useState("");
    const [password, setPassword] = useState("");
    const attempt = useMutation({
        mutationFn: () => signIn(queryClient, email.trim(), password),
        onSuccess: () => router.history.push(next ?? "/"),
    });
    const submit = (event: FormEvent) => {
        event.preventDefault();
        attempt.mutate();
    };
    return (
        <main className={classes.page}>
            <div className={classes.card}>
                <div className={classes.head}>
                    <Logo size={44} />
                    <h1>{t.signIn.title}</h1>
                    <p>{t.signIn.lead}</p>
                </div>
                <Paper withBorder radius="lg" p="xl" className={classes.form}>
                    <form onSubmit={submit}>
                        <Stack gap="md">
                            <TextInput
                                label={t.signIn.email}
                                type="email"
                                autoComplete="username"
                                value={email}
                                onChange={(event) => setEmail(event.currentTarget.value)}
                                required
                                withAsterisk={false}
                                autoFocus
                            />
                            <PasswordInput
                                label={t.signIn.password}
                                autoComplete="current-password"
                                value={password}
                                onChange={(event) => setPassword(event.currentTarget.value)}
                                required
                                withAsterisk={false}
                            />
                            <FormError error={attempt.error} />
                            <Button type="submit" size="md" loading={attempt.isPending}>
                                {t.signIn.action}
                            </Button>
                        </Stack>
                    </form>
                </Paper>
                <p className={classes.help}>{t.signIn.help}</p>
            </div>
        </main>
    );
}
