import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { expectAccessible, expectNoSidewaysScroll, launch, open, screenshot, settled, signIn } from "./browser";
import { type Login, Server } from "./server";

const firstLoadLimitBytes = 300_000;
const largestPaintLimitMs = 1500;
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

describe.each(["light", "dark"] as const)("in the %s, every page", (colorScheme) => {
    it("is accessible to all, and breaks no rule of the content security policy", async () => {
        const { page, complaints } = await open(browser, server.url, { colorScheme });
        await page.goto("/sign-in");
        await page.getByRole("button", { name: "Sign in" }).waitFor();
        await expectAccessible(page);
        await screenshot(page, `sign-in-${colorScheme}`);
        await signIn(page, login);
        for (const [name, place] of Object.entries(places)) {
            await page.goto(place);
            await settled(page);
            await expectAccessible(page);
            await screenshot(page, `${name}-${colorScheme}`);
        }
        expect(complaints).toEqual([]);
    });
});

describe("on a phone, every page", () => {
    it("fits the width of the screen", async () => {
        const { page } = await open(browser, server.url, { viewport: phone, isMobile: true, hasTouch: true });
        await signIn(page, login);
        for (const [name, place] of Object.entries(places)) {
            await page.goto(place);
            await settled(page);
            await expectNoSidewaysScroll(page);
            await screenshot(page, `${name}-phone`);
        }
    });
});

describe("the first load", () => {
    it("is small before charts, and paints soon", async () => {
        const { page } = await open(browser, server.url);
        const network = await page.context().newCDPSession(page);
        await network.send("Network.enable");
        let bytes = 0;
        network.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
        await page.goto("/");
        await page.getByRole("button", { name: "Sign in" }).waitFor();
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        const largestPaintMs = await page.evaluate(
            () =>
                new Promise<number>((resolve) => {
                    new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Infinity)).observe({
                        type: "largest-contentful-paint",
                        buffered: true,
                    });
                }),
        );
        console.log(`first load: ${bytes} bytes, largest contentful paint after ${Math.round(largestPaintMs)} ms`);
        expect(bytes).toBeLessThan(firstLoadLimitBytes);
        expect(largestPaintMs).toBeLessThan(largestPaintLimitMs);
    });

    it("follows the choice of a theme at once and the next time", async () => {
        const { page } = await open(browser, server.url, { colorScheme: "light" });
        await signIn(page, login);
        const scheme = () => page.evaluate(() => document.documentElement.dataset["mantineColorScheme"]);
        await page.getByRole("button", { name: "Your account" }).click();
        await page.getByRole("menuitem", { name: "Dark" }).click();
        await expect.poll(scheme).toBe("dark");
        await page.reload();
        expect(await scheme()).toBe("dark");
    });
});
