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

/** What somebody else writes into the only contact meanwhile. */
async function noteElsewhere(notes: string) {
    await page.evaluate(async (text) => {
        const read = async (path: string) => (await fetch(path)).json() as Promise<unknown>;
        const { csrf_token: token } = (await read("/v1/session")) as { csrf_token: string };
        const { data } = (await read("/v1/contacts")) as { data: { id: string }[] };
        await fetch(`/v1/contacts/${data[0]?.id}`, {
            method: "PATCH",
            headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
            body: JSON.stringify({ notes: text }),
        });
    }, notes);
}

it("keeps an edit of the contact, and what came into it while the form was open", async () => {
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Company").fill("Rao Textiles");
    await noteElsewhere("Met at the fair");
    const readAnew = page.waitForResponse(async (response) => {
        return response.url().includes("/v1/leads/") && (await response.text()).includes("Met at the fair");
    });
    await send(tenant.webhook, completed("three", "+919000000101", words));
    await readAnew;
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("edited by hand").first().waitFor();
    await page.reload();
    await page.getByText("Rao Textiles").waitFor();
    await page.getByText("Met at the fair").waitFor();
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
    await expect.poll(() => page.getByText("Erased person").count()).toBe(3);
    expect(await page.locator("body").textContent()).not.toContain("Asha");
});
