import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";

import { launch, open, screenshot, signIn } from "./browser";
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
