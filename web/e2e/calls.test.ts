import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { launch, open, screenshot, signIn } from "./browser";
import { Server, type Tenant } from "./server";
import { body, completed, send } from "./webhooks";

const visit =
    "assistant: Hello, this is Priya from Green Homes.\nuser: Hi, my name is Asha Rao. What does the flat cost?\n" +
    "assistant: From 82 lakh.\nuser: Great, I want to book a site visit on Saturday. My mail is asha@example.com\n";
const refusal =
    "assistant: Hello, this is Priya from Green Homes.\nuser: Not interested, please remove my number from your list.\n";

let server: Server;
let browser: Browser;
let tenant: Tenant;
let session: Awaited<ReturnType<BrowserContext["storageState"]>>;

beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    tenant = await server.tenant("Rao Estates");
    await send(tenant.webhook, completed("visit", "+919000000101", visit));
    await send(tenant.webhook, completed("refusal", "+919000000102", refusal));
    await send(tenant.webhook, body("busy", "busy"));
    const { page } = await open(browser, server.url);
    await signIn(page, tenant.owner);
    session = await page.context().storageState();
});
afterAll(async () => {
    await browser?.close();
    await server?.stop();
});

async function signedIn(path: string): Promise<Page> {
    const { page } = await open(browser, server.url, { storageState: session });
    await page.goto(path);
    return page;
}

const rows = (page: Page) => page.getByRole("table", { name: "Calls" }).locator("tbody tr");

describe("the list of calls", () => {
    it("shows a call going through its stages while webhooks arrive", async () => {
        const page = await signedIn("/calls");
        await expect.poll(() => rows(page).count()).toBe(3);
        const status = rows(page).first().locator("td").nth(1);
        for (const [name, shown] of [
            ["initiated", "Dialling"],
            ["ringing", "Ringing"],
            ["in-progress", "In conversation"],
            ["call-disconnected", "Disconnected"],
            ["completed", "Completed"],
        ] as const) {
            await send(tenant.webhook, body(name, "live"));
            await expect.poll(() => status.textContent()).toBe(shown);
        }
        await expect.poll(() => rows(page).count()).toBe(4);
    });

    it("is filtered by status, and the address keeps the filter", async () => {
        const page = await signedIn("/calls");
        await page.getByRole("combobox", { name: "Status" }).click();
        await page.getByRole("option", { name: "Busy", exact: true }).click();
        await expect.poll(() => rows(page).count()).toBe(1);
        expect(page.url()).toContain("status=busy");
        await page.reload();
        await expect.poll(() => rows(page).count()).toBe(1);
        expect(await rows(page).first().textContent()).toContain("Busy");
    });

    it("is filtered by outcome", async () => {
        const page = await signedIn("/calls");
        await page.getByRole("combobox", { name: "Outcome" }).click();
        await page.getByRole("option", { name: "Answered", exact: true }).click();
        await page.waitForURL(/outcome=answered/);
        await expect.poll(async () => (await rows(page).allTextContents()).join().includes("Busy")).toBe(false);
        expect(await rows(page).count()).toBeGreaterThan(0);
        await screenshot(page, "calls-by-outcome");
        await page.goto("/calls?outcome=canceled");
        await page.getByText("No call fits").waitFor();
    });

    it("is asked for the calls of one number", async () => {
        const page = await signedIn("/calls");
        await expect.poll(() => page.title()).toBe("Calls · callfold");
        await page.getByRole("textbox", { name: "Phone number" }).fill("90000 00102");
        await page.keyboard.press("Enter");
        await expect.poll(() => rows(page).count()).toBe(1);
        await page.getByRole("button", { name: "Export" }).waitFor();
        expect(await rows(page).first().textContent()).toContain("+919000000102");
    });

    it("is searched while one types, and lets one go on typing", async () => {
        const page = await signedIn("/calls");
        const search = page.getByRole("searchbox", { name: "Search what was said" });
        await search.pressSequentially("zebra");
        await page.getByText("No call fits").waitFor();
        await page.keyboard.type(" crossing");
        await page.waitForURL(/q=zebra.crossing/);
        await page.getByRole("button", { name: "Clear the filters" }).click();
        await expect.poll(() => search.inputValue()).toBe("");
        await expect.poll(() => rows(page).count()).toBeGreaterThan(2);
    });

    it("finds what was said and marks it", async () => {
        const page = await signedIn("/calls");
        // The full-text index is filled a moment after a call is stored.
        await expect
            .poll(async () => {
                await page.goto("/calls?q=site+visit");
                await page.getByText("No call fits").or(page.locator("mark").first()).waitFor();
                return page.locator("mark").allTextContents();
            })
            .toEqual(expect.arrayContaining([expect.stringMatching(/site/i)]));
        await expect.poll(() => rows(page).count()).toBe(1);
    });

    it("is saved as a file with the filters that it has", async () => {
        const page = await signedIn("/calls?outcome=busy");
        await page.getByRole("button", { name: "Export" }).click();
        const saved = page.waitForEvent("download");
        await page.getByRole("menuitem", { name: /JSON Lines/ }).click();
        const stream = await (await saved).createReadStream();
        let text = "";
        for await (const chunk of stream) text += String(chunk);
        const lines = text.trim().split("\n");
        expect(lines.map((line) => (JSON.parse(line) as { outcome: string }).outcome)).toEqual(["busy"]);
    });
});

describe("the page of a call", () => {
    it("links a value of the analysis to the words that it rests on", async () => {
        const page = await signedIn("/calls?phone=%2B919000000101");
        await rows(page).first().getByRole("link").click();
        await page.getByRole("heading", { name: "Conversation" }).waitFor();
        const quote = page.getByRole("button", { name: /Asha Rao/ }).first();
        await quote.click();
        const pointed = page.locator('li[data-pointed="true"]');
        await expect.poll(() => pointed.textContent()).toContain("Asha Rao");
        await expect.poll(() => pointed.evaluate((turn) => turn === document.activeElement)).toBe(true);
    });

    it("shows what each webhook changed, and the ledger", async () => {
        const page = await signedIn("/calls?phone=%2B919000000101");
        await rows(page).first().getByRole("link").click();
        await page.getByRole("tab", { name: "Events" }).waitFor();
        await expect.poll(() => page.getByRole("tabpanel").textContent()).toContain("completed");
        await page.getByRole("tab", { name: "Ledger" }).click();
        await expect.poll(() => page.getByRole("table", { name: "Ledger" }).textContent()).toContain("Talk time");
    });

    it("has the call analysed again", async () => {
        const page = await signedIn("/calls?phone=%2B919000000101");
        await rows(page).first().getByRole("link").click();
        await page.getByRole("button", { name: "Analyse again" }).click();
        await page.getByRole("tab", { name: "Model requests" }).click();
        const requests = page.getByRole("table", { name: "Model requests" }).locator("tbody tr");
        await expect.poll(() => requests.count()).toBeGreaterThan(1);
    });
});
