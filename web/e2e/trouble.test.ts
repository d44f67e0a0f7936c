import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { expectAccessible, launch, open, screenshot, settled, signIn } from "./browser";
import { ModelServer } from "./model";
import { Server, type Tenant } from "./server";
import { completed, send } from "./webhooks";

const words = "assistant: Hello!\nuser: Hi, what does it cost? I want to buy.\n";

let model: ModelServer;
let server: Server;
let browser: Browser;
let tenant: Tenant;
let page: Page;

beforeAll(async () => {
    model = await ModelServer.start();
    server = await Server.start({ OPENAI_API_KEY: "test", OPENAI_BASE_URL: `${model.url}/v1` });
    browser = await launch();
    tenant = await server.tenant("Rao Estates");
    ({ page } = await open(browser, server.url));
    await signIn(page, tenant.owner, "/trouble");
});
afterAll(async () => {
    await browser?.close();
    await server?.stop();
    model?.stop();
});

it("says that all is well when it is", async () => {
    await page.getByText("All is well").waitFor();
});

it("shows a failed analysis with its cause, and tries it again", async () => {
    await model.always("prose");
    await send(tenant.webhook, completed("fails", "+919000000101", words));
    const group = page.locator("section", { hasText: "Failed analyses" });
    await group.waitFor();
    await settled(page);
    await expectAccessible(page);
    await screenshot(page, "trouble-failed-analysis");
    await model.always("ok");
    await group.getByRole("button", { name: /^Try (\d+ )?again$/ }).first().click();
    await page.getByText("All is well").waitFor();
    await page.goto("/calls");
    await page.getByRole("table", { name: "Calls" }).getByText("Analysed").waitFor();
});

it("counts a notification as read once it was followed", async () => {
    const bell = page.getByRole("button", { name: /^Notifications, \d+ unread$/ });
    const unread = (await bell.getAttribute("aria-label")) ?? "";
    await bell.click();
    await page.locator('a[data-unread="true"]').first().click();
    await page.getByRole("button", { name: unread }).waitFor({ state: "detached" });
});

it("shows a webhook that could not be understood", async () => {
    await send(tenant.webhook, { status: "ringing" });
    await page.goto("/trouble");
    const group = page.locator("section", { hasText: "Quarantined webhooks" });
    await group.getByRole("button", { name: "Replay" }).click();
    // Replaying cannot give it the id that it lacks; the server says so, and it stays.
    await group.getByRole("alert").waitFor();
    await expect.poll(() => group.count()).toBe(1);
});
