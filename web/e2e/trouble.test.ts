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

it("shows what a quarantined webhook held, as text", async () => {
    await send(tenant.webhook, { note: "<img src=x onerror=alert(1)>", filler: "x".repeat(30_000) });
    const group = page.locator("section", { hasText: "Quarantined webhooks" });
    await group.getByText("2 cases").waitFor();
    await group.getByRole("button", { name: "Look" }).first().click();
    const dialog = page.getByRole("dialog");
    const body = dialog.getByLabel("Body", { exact: true });
    await body.waitFor();
    expect(await body.innerText()).toContain("<img src=x onerror=alert(1)>");
    expect(await dialog.locator("img").count()).toBe(0);
    await dialog.getByText("The first 20,000 of 30,").waitFor();
    await settled(page);
    await expectAccessible(page);
    await screenshot(page, "trouble-quarantined-body", { isFullPage: false });
    await dialog.getByRole("button", { name: "Show all" }).click();
    await expect.poll(async () => (await body.innerText()).length).toBeGreaterThan(30_000);
    await dialog.getByRole("button", { name: "Close" }).click();
});

it("discards quarantined webhooks after asking", async () => {
    const group = page.locator("section", { hasText: "Quarantined webhooks" });
    await group.getByRole("row").nth(2).waitFor();
    await screenshot(page, "trouble-quarantine");
    await group.getByRole("button", { name: "Discard", exact: true }).first().click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("deleted for good").waitFor();
    await screenshot(page, "trouble-discard", { isFullPage: false });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await group.getByRole("button", { name: "Discard 2" }).click();
    await dialog.getByRole("button", { name: "Discard 2" }).click();
    await page.getByText("All is well").waitFor();
});

it("tries a paused model when an owner asks", async () => {
    await model.always("bad-key");
    await send(tenant.webhook, completed("waits", "+919000000102", words));
    await page.goto("/trouble");
    const paused = page.locator("section", { has: page.getByText("The model is paused", { exact: true }) });
    await paused.getByText("as OPENAI_API_KEY").waitFor();
    // What the server says has no times in it: they stand beside it, as the viewer's clock shows them.
    expect(await page.locator("main").innerText()).not.toMatch(/\d\dZ/);
    const clock = { hour: "2-digit", minute: "2-digit", second: "2-digit", timeZone: "Asia/Kolkata" } as const;
    for (const time of await paused.locator("time").all()) {
        const at = new Date((await time.getAttribute("datetime")) ?? "");
        expect(await time.innerText()).toContain(new Intl.DateTimeFormat("en-IN", clock).format(at));
    }
    await settled(page);
    await expectAccessible(page);
    await screenshot(page, "trouble-paused-model");

    const tryNow = paused.getByRole("button", { name: "Try the model now" });
    await tryNow.click();
    await paused.getByText("It was tried, and still refuses.").waitFor();
    await expectAccessible(page);
    await screenshot(page, "trouble-tried-in-vain");

    await model.always("ok");
    await tryNow.click();
    await page.getByText("The model answers again. What waited goes on.").waitFor();
    await screenshot(page, "trouble-model-answers-again");
    expect(await paused.count()).toBe(0);
    await page.goto("/calls");
    await expect.poll(() => page.getByRole("table", { name: "Calls" }).getByText("Analysed").count()).toBe(2);
});

it("shows a member who may not ask that the model is paused", async () => {
    await model.always("bad-key");
    await send(tenant.webhook, completed("waits-too", "+919000000103", words));
    const member = await server.member(tenant.id, "member@example.com", "member");
    const { page: other } = await open(browser, server.url);
    await signIn(other, member, "/trouble");
    await other.getByText("The model is paused", { exact: true }).waitFor();
    await settled(other);
    expect(await other.getByRole("button", { name: "Try the model now" }).count()).toBe(0);
});
