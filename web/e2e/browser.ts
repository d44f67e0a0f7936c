import axe from "axe-core";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";

import type { Login } from "./server";

const executablePath = process.env["CALLFOLD_CHROMIUM"] ?? "/usr/bin/chromium";
const switches = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];
const screenshotFolder = process.env["CALLFOLD_SCREENSHOTS"] ?? "screenshots";

export function launch(): Promise<Browser> {
    return chromium.launch({ executablePath, args: switches });
}

/** Said by Chromium of requests that a test has refused on purpose. */
const expectedComplaint = /status of 40[0-9]/;

export type Watched = { page: Page; complaints: string[] };

/** A page of a person in India who reads English; what Chromium complains of is collected. */
export async function open(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Watched> {
    const context = await browser.newContext({
        baseURL: url,
        locale: "en-IN",
        timezoneId: "Asia/Kolkata",
        viewport: { width: 1360, height: 900 },
        reducedMotion: "reduce",
        ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const complaints: string[] = [];
    page.on("console", (message) => {
        const isComplaint = message.type() === "error" || message.type() === "warning";
        if (isComplaint && !expectedComplaint.test(message.text())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    return { page, complaints };
}

export async function signIn(page: Page, login: Login, path = "/") {
    await page.goto(path);
    await page.getByLabel("E-mail").fill(login.email);
    await page.getByLabel("Password", { exact: true }).fill(login.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    const navigation = page.getByRole("navigation", { name: "Main" });
    await navigation.waitFor().catch(async (error: unknown) => {
        throw new Error(`${String(error)}\nThe page says: ${await page.locator("body").innerText()}`);
    });
}

/** Whatever was waited for has come, charts included. */
export async function settled(page: Page) {
    await page.waitForFunction(
        () => document.querySelector("h1") !== null && document.querySelector("[aria-busy]") === null,
    );
    await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** Fails with what axe finds, the elements included. */
export async function expectAccessible(page: Page) {
    // Not as a script element: the content security policy would refuse that.
    await page.evaluate(axe.source);
    const found = await page.evaluate(async () => {
        const results = await (window as unknown as { axe: typeof axe }).axe.run();
        return results.violations.map(
            (violation) =>
                `${violation.id}: ${violation.nodes.map((node) => `${node.html} ${node.failureSummary}`).join("\n")}`,
        );
    });
    expect(found, page.url()).toEqual([]);
}

/** Nothing reaches over the edge of the screen, so that nobody has to scroll sideways; fails with what does. */
export async function expectNoSidewaysScroll(page: Page) {
    const overhang = () =>
        page.evaluate(() => {
            const { scrollWidth, clientWidth } = document.documentElement;
            if (scrollWidth <= clientWidth) return [];
            return [...document.body.querySelectorAll("*")]
                .filter((element) => element.getBoundingClientRect().right > clientWidth)
                .map((element) => (element.cloneNode() as Element).outerHTML);
        });
    // Charts follow the width of the screen a moment later.
    await expect.poll(overhang, { message: page.url() }).toEqual([]);
}

/** Keeps what the page looks like as output of the test. */
export async function screenshot(page: Page, name: string, { isFullPage = true } = {}) {
    // Nothing is pointed at.
    await page.mouse.move(0, 0);
    mkdirSync(screenshotFolder, { recursive: true });
    await page.screenshot({
        path: join(screenshotFolder, `${name}.png`),
        fullPage: isFullPage,
        animations: "disabled",
    });
}
