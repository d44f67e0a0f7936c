import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { launch, open, signIn } from "./browser";
import { Server, type Tenant } from "./server";
import { completed, send } from "./webhooks";

const words =
    "assistant: Hello, this is Priya.\nuser: Hi, my name is Asha Rao. I want to buy the flat, what does it cost? " +
    "My mail is asha@example.com\n";

let server: Server;
let browser: Browser;
let tenant: Tenant;
let page: Page;

beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    tenant = await server.tenant("Rao Estates");
    await send(tenant.webhook, completed("one", "+919000000101", words));
    await send(tenant.webhook, completed("two", "+919000000101", `${words}user: Could I come on Saturday?\n`));
    ({ page } = await open(browser, server.url));
    await signIn(page, tenant.owner, "/leads");
});
afterAll(async () => {
    await browser?.close();
    await server?.stop();
});

it("shows the lead with its calls", async () => {
    await page.getByRole("link", { name: "Asha Rao" }).click();
    await page.getByRole("heading", { name: "Asha Rao", level: 1 }).waitFor();
    const calls = page.getByRole("table", { name: "Calls" }).locator("tbody tr");
    await expect.poll(() => calls.count()).toBe(2);
    await page.getByRole("heading", { name: "Over all calls" }).waitFor();
});

it("keeps an edit of the contact", async () => {
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Company").fill("Rao Textiles");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("edited by hand").waitFor();
    await page.reload();
    await page.getByText("Rao Textiles").waitFor();
});

it("erases the person, once the number was typed", async () => {
    await page.getByRole("button", { name: "Erase" }).click();
    const dialog = page.getByRole("dialog");
    const erase = dialog.getByRole("button", { name: "Erase this person" });
    await expect.poll(() => erase.isDisabled()).toBe(true);
    await dialog.getByRole("textbox").fill("+919000000101");
    await erase.click();
    await page.getByText("No leads yet").waitFor();
    await page.goto("/calls");
    await expect.poll(() => page.getByText("Erased person").count()).toBe(2);
    expect(await page.locator("body").textContent()).not.toContain("Asha");
});
