import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { launch, open, signIn } from "./browser";
import { Server, type Tenant } from "./server";

let server: Server;
let browser: Browser;
let tenant: Tenant;

beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    tenant = await server.tenant("Rao Estates");
});
afterAll(async () => {
    await browser?.close();
    await server?.stop();
});

it("refuses a wrong password in words", async () => {
    const { page } = await open(browser, server.url);
    await page.goto("/");
    await page.getByLabel("E-mail").fill(tenant.owner.email);
    await page.getByLabel("Password", { exact: true }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").waitFor();
    expect(page.url()).toContain("/sign-in");
});

it("comes back to the page that was asked for, and leaves nothing behind when signing out", async () => {
    const { page } = await open(browser, server.url);
    await signIn(page, tenant.owner, "/calls?status=busy");
    await page.waitForURL(/\/calls\?status=busy/);
    await page.getByRole("button", { name: "Your account" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in to callfold" }).waitFor();
    await page.goto("/credits");
    await page.waitForURL(/\/sign-in/);
});

it("leads to signing in at the next action once the session has ended, and back to the page", async () => {
    const { page } = await open(browser, server.url);
    await signIn(page, tenant.owner, "/calls");
    await page.getByText("No calls yet").waitFor();
    await page.context().clearCookies();
    await page.getByRole("link", { name: "Leads" }).click();
    await page.waitForURL(/\/sign-in\?next=%2Fleads/);
    await signIn(page, tenant.owner, page.url());
    await page.waitForURL(/\/leads$/);
});

it("leads to signing in when a change is refused because the session has ended", async () => {
    const { page } = await open(browser, server.url);
    await signIn(page, tenant.owner, "/settings/endpoints");
    const disable = page.getByRole("button", { name: "Disable" });
    await disable.waitFor();
    await page.context().clearCookies();
    await disable.click();
    await page.waitForURL(/\/sign-in\?next=%2Fsettings%2Fendpoints/);
});

it("does not lead to another site after signing in", async () => {
    const { page } = await open(browser, server.url);
    await signIn(page, tenant.owner, "/sign-in?next=//example.com/");
    expect(new URL(page.url()).origin).toBe(server.url);
});

it("shows a member no settings that only owners have", async () => {
    const member = await server.member(tenant.id, "ravi@example.com", "member");
    const { page } = await open(browser, server.url);
    await signIn(page, member, "/settings/endpoints");
    await page.getByRole("link", { name: "Agents" }).waitFor();
    expect(await page.getByRole("link", { name: "API keys" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: "Add an address" }).count()).toBe(0);
});

it("shows an administrator another tenant, all of it", async () => {
    const other = await server.tenant("Green Homes");
    await server.command("endpoint", "add", "bolna", "--tenant", other.id, "--name", "Of Green Homes");
    const administrator = await server.member(tenant.id, "admin@example.com", "administrator");
    const { page } = await open(browser, server.url);
    await signIn(page, administrator, "/settings/tenants");
    await page.getByRole("row", { name: /Green Homes/ }).getByRole("button", { name: "Look at it" }).click();
    await page.getByRole("navigation", { name: "Main" }).getByText("Green Homes").waitFor();
    await page.goto("/settings/endpoints");
    await page.getByText("Of Green Homes").waitFor();
});

it("is worked by the keyboard alone", async () => {
    const { page } = await open(browser, server.url);
    await page.goto("/sign-in");
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("type"))).toBe("email");
    await page.keyboard.type(tenant.owner.email);
    await page.keyboard.press("Tab");
    await page.keyboard.type(tenant.owner.password);
    await page.keyboard.press("Enter");
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    await page.keyboard.press("Tab");
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
});

/** What a browser does when another tab comes to the front: the tests' own browser says of every tab that it is there. */
async function sendToBackground(page: Page) {
    await page.evaluate(() => {
        Object.defineProperty(document, "hidden", { configurable: true, value: true });
        document.dispatchEvent(new Event("visibilitychange"));
    });
}

async function bringToFront(page: Page) {
    await page.evaluate(() => {
        Object.defineProperty(document, "hidden", { configurable: true, value: false });
        document.dispatchEvent(new Event("visibilitychange"));
    });
}

it("is live in more tabs than a browser has connections to a server", async () => {
    const { page: first } = await open(browser, server.url);
    await signIn(first, tenant.owner, "/credits");
    const tabs = [first];
    while (tabs.length < 8) {
        await sendToBackground(tabs[tabs.length - 1] ?? first);
        const tab = await first.context().newPage();
        tabs.push(tab);
        await tab.goto("/credits");
        await tab.getByText("Live", { exact: true }).waitFor();
    }
    await sendToBackground(tabs[tabs.length - 1] ?? first);
    const stream = first.waitForResponse(/\/v1\/stream$/);
    await bringToFront(first);
    expect((await stream).status()).toBe(200);
});
