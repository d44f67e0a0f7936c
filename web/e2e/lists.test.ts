import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { launch, open, screenshot, settled, signIn } from "./browser";
import { Server, type Tenant } from "./server";
import { body, send } from "./webhooks";

/** A few more than the API gives at once. */
const agentCount = 203;

let server: Server;
let browser: Browser;
let tenant: Tenant;
let page: Page;

const agentId = (number: number) => `agent-${String(number).padStart(3, "0")}`;

beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
    tenant = await server.tenant("Rao Estates");
    const numbers = Array.from({ length: agentCount }, (_, number) => number);
    for (const number of numbers) {
        await send(tenant.webhook, body("queued", `call-${number}`, { agent_id: agentId(number) }));
    }
    ({ page } = await open(browser, server.url));
    await signIn(page, tenant.owner, "/settings/agents");
});
afterAll(async () => {
    await browser?.close();
    await server?.stop();
});

it("shows a list of the settings to its end", async () => {
    const edits = page.getByRole("button", { name: "Edit" });
    const more = page.getByRole("button", { name: "Show more" });
    await more.waitFor();
    expect(await edits.count()).toBe(200);
    await settled(page);
    await more.scrollIntoViewIfNeeded();
    await screenshot(page, "settings-more", { isFullPage: false });
    await more.click();
    await expect.poll(() => edits.count()).toBe(agentCount);
    expect(await more.count()).toBe(0);
    // The newest are first.
    await page.getByText(agentId(0)).waitFor();
});

it("offers every agent to filter by", async () => {
    const other = await open(browser, server.url);
    await signIn(other.page, tenant.owner, "/calls");
    await other.page.getByRole("combobox", { name: "Agent" }).click();
    await other.page.getByRole("option", { name: agentId(agentCount - 1) }).waitFor();
    await other.page.getByRole("option", { name: agentId(0) }).click();
    await other.page.waitForURL(/agent_id=/);
    await expect.poll(() => other.page.getByRole("table", { name: "Calls" }).locator("tbody tr").count()).toBe(1);
    expect(other.complaints).toEqual([]);
});
