import { it } from "vitest";

import { launch, open, screenshot, settled, signIn } from "./browser";
import { Server } from "./server";

// A first look: wide enough for all columns, no longer than a screen.
const viewport = { width: 1360, height: 860 };

it("shows the overview in the light, and the calls in the dark", async () => {
    const server = await Server.start({}, ["--demo"]);
    await server.printed(/calls of the last hours are there/);
    const login = server.demoAccess();
    const browser = await launch();
    const light = await open(browser, server.url, { viewport, colorScheme: "light" });
    await signIn(light.page, login);
    // The demo's calls are of one day.
    await light.page.getByText("24 hours").click();
    await settled(light.page);
    await screenshot(light.page, "overview", { isFullPage: false });

    const dark = await open(browser, server.url, { viewport, colorScheme: "dark" });
    await signIn(dark.page, login, "/calls");
    // While the live ones come.
    await dark.page.getByRole("table", { name: "Calls" }).getByText("In conversation").first().waitFor();
    await settled(dark.page);
    await screenshot(dark.page, "calls", { isFullPage: false });
    await browser.close();
    await server.stop();
});
