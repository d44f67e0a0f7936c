import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectAccessible, expectNoSidewaysScroll, launch, open, screenshot, settled, signIn } from "./browser";
import { type Login, Server } from "./server";

const firstLoadLimitBytes = 300_000;
const desktop = { width: 1360, height: 900 };
const phone = { width: 390, height: 844 };

/** Each page by its address; those of one call and one lead are looked up. */
const places: Record<string, string> = {
    overview: "/",
    calls: "/calls",
    leads: "/leads",
    credits: "/credits",
    trouble: "/trouble",
    "first-run": "/welcome",
    "settings-endpoints": "/settings/endpoints",
    "settings-agents": "/settings/agents",
    "settings-subscriptions": "/settings/subscriptions",
    "settings-alerts": "/settings/alerts",
    "settings-general": "/settings/general",
    "settings-keys": "/settings/keys",
    "settings-members": "/settings/members",
    "settings-audit": "/settings/audit",
    "settings-tenants": "/settings/tenants",
    missing: "/no-such-page",
};

let server: Server;
let browser: Browser;
let login: Login;

async function firstLink(page: Page, list: string): Promise<string> {
    await page.goto(list);
    const link = page.locator("tbody a").first();
    return (await link.getAttribute("href")) ?? "";
}

beforeAll(async () => {
    server = await Server.start({}, ["--demo"]);
    await server.printed(/calls of the last hours are there/);
    login = server.demoAccess();
    browser = await launch();
    const { page } = await open(browser, server.url);
    await signIn(page, login);
    places["call"] = await firstLink(page, "/calls?analysis=done");
    places["lead"] = await firstLink(page, "/leads");
});
afterAll(async () => {
    await browser?.close();
    await server?.stop();
});

const schemeOf = (page: Page) => page.evaluate(() => document.documentElement.dataset["mantineColorScheme"]);

/** What is on the screen in the light, in the dark and on a phone: accessible to all, and no wider than the screen. */
async function expectFitForAll(page: Page, name: string) {
    await settled(page);
    for (const colorScheme of ["dark", "light"] as const) {
        await page.emulateMedia({ colorScheme });
        await expect.poll(() => schemeOf(page)).toBe(colorScheme);
        await expectAccessible(page);
        await screenshot(page, `${name}-${colorScheme}`);
    }
    await page.setViewportSize(phone);
    await settled(page);
    await expectNoSidewaysScroll(page);
    await screenshot(page, `${name}-phone`);
    await page.setViewportSize(desktop);
}

it("every page is fit for all, and breaks no rule of the content security policy", async () => {
    const { page, complaints } = await open(browser, server.url, { viewport: desktop });
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await expectFitForAll(page, "sign-in");
    await signIn(page, login);
    for (const [name, place] of Object.entries(places)) {
        await page.goto(place);
        await expectFitForAll(page, name);
    }
    expect(complaints).toEqual([]);
});

describe("the first load", () => {
    it("is small", async () => {
        const { page } = await open(browser, server.url);
        const network = await page.context().newCDPSession(page);
        await network.send("Network.enable");
        let bytes = 0;
        network.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
        await page.goto("/");
        await page.getByRole("button", { name: "Sign in" }).waitFor();
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        expect(bytes).toBeLessThan(firstLoadLimitBytes);
    });

    it("follows the choice of a theme at once and the next time", async () => {
        const { page } = await open(browser, server.url, { colorScheme: "light" });
        await signIn(page, login);
        await page.getByRole("button", { name: "Your account" }).click();
        await page.getByRole("menuitem", { name: "Dark" }).click();
        await expect.poll(() => schemeOf(page)).toBe("dark");
        await page.reload();
        expect(await schemeOf(page)).toBe("dark");
    });
});
