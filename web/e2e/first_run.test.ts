import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { expectAccessible, launch, open, screenshot, settled, signIn } from "./browser";
import { Server } from "./server";
import { body, send } from "./webhooks";

let server: Server;
let browser: Browser;

beforeAll(async () => {
    server = await Server.start();
    browser = await launch();
});
afterAll(async () => {
    await browser?.close();
    await server?.stop();
});

it("leads from nothing to the first analysed call", async () => {
    const tenant = await server.tenant("Rao Estates", { withEndpoint: false });
    const { page, complaints } = await open(browser, server.url);
    await signIn(page, tenant.owner);

    await page.getByRole("heading", { name: "Welcome to callfold" }).waitFor();
    await screenshot(page, "first-run-empty");
    await page.getByRole("button", { name: "Make the address" }).click();
    const address = await page
        .getByRole("group", { name: "A webhook address for your voice platform" })
        .locator("code")
        .textContent();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webhooks\/bolna\/wh_/);
    await page.getByText("Waiting for the first webhook…").waitFor();

    await send(address ?? "", body("initiated", "first"));
    await page.getByText("It came. callfold is connected.").waitFor();
    const step = (name: string) => page.locator('li[aria-current="step"]', { hasText: name });
    await step("Dialling").waitFor();
    await send(address ?? "", body("ringing", "first"));
    await step("Ringing").waitFor();
    await send(address ?? "", body("in-progress", "first"));
    await step("In conversation").waitFor();
    await screenshot(page, "first-run-live");
    await send(address ?? "", body("completed", "first"));
    await step("Completed").waitFor();

    await page.getByRole("link", { name: "See the call" }).click();
    await page.getByRole("heading", { name: "Analysis" }).waitFor();
    await page.getByRole("img", { name: /^Score \d+ of 100$/ }).waitFor();
    expect(complaints).toEqual([]);
});

it("tells at once that a first webhook came, and that it could not be read", async () => {
    const tenant = await server.tenant("Iyer Clinics");
    const welcome = await open(browser, server.url);
    await signIn(welcome.page, tenant.owner);
    await welcome.page.getByText("Waiting for the first webhook…").waitFor();
    const settings = await open(browser, server.url);
    await signIn(settings.page, tenant.owner, "/settings/endpoints");
    await settings.page.getByText("Waiting for the first webhook…").waitFor();

    await send(tenant.webhook, { status: "ringing" });
    await settings.page.getByText("Last webhook").waitFor();
    await settings.page.getByText("could not be read").waitFor();
    await screenshot(settings.page, "endpoints-unread");
    const { page, complaints } = welcome;
    await page.getByText("It came. callfold is connected.").waitFor();
    await page.getByText("could not be read").waitFor();
    await settled(page);
    await expectAccessible(page);
    await screenshot(page, "first-run-unread");
    await page.getByRole("link", { name: "See what came" }).click();
    await page.getByRole("heading", { name: "Trouble" }).waitFor();
    await page.getByText("Quarantined webhooks").waitFor();
    expect(complaints).toEqual([]);

    await page.getByRole("button", { name: "Discard" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
    await page.getByText("All is well").waitFor();
    await settings.page.getByText("could not be read").waitFor({ state: "detached" });
});
