// Measures the dashboard of a running server in headless Chromium. Reads {"url", "email", "password"} from standard
// input and prints JSON: the first load, the largest paint, and what Lighthouse gives each page for accessibility.
//
//     node measure.mjs < access.json
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { snapshot } from "lighthouse";
import puppeteer from "puppeteer-core";

const paints = 5;
const schemes = ["light", "dark"];
/** Files of the dashboard that are fetched for charts only. */
const ofCharts = /\/assets\/[\w.-]*chart/i;
const viewport = { width: 1360, height: 900 };
/** Each page by its address; those of one call and one lead are looked up. */
const places = {
    overview: "/",
    calls: "/calls",
    leads: "/leads",
    credits: "/credits",
    trouble: "/trouble",
    "first run": "/welcome",
    endpoints: "/settings/endpoints",
    agents: "/settings/agents",
    "outgoing webhooks": "/settings/subscriptions",
    alerts: "/settings/alerts",
    general: "/settings/general",
    keys: "/settings/keys",
    members: "/settings/members",
    audit: "/settings/audit",
    tenants: "/settings/tenants",
};

async function readInput() {
    let text = "";
    for await (const chunk of process.stdin) text += chunk;
    return JSON.parse(text);
}

/** Runs `use` with a browser that has seen nothing yet. */
async function withBrowser(use) {
    const userDataDir = mkdtempSync(join(tmpdir(), "callfold-pages-"));
    const browser = await puppeteer.launch({
        executablePath: process.env.CALLFOLD_CHROMIUM ?? "/usr/bin/chromium",
        userDataDir,
        defaultViewport: viewport,
        args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    });
    try {
        return await use(browser);
    } finally {
        await browser.close();
        rmSync(userDataDir, { recursive: true, force: true });
    }
}

/** Somebody is signed in, and all that the page waited for is there. */
const isSettled = () =>
    document.querySelector("nav[aria-label=Main]") !== null &&
    document.querySelector("h1") !== null &&
    document.querySelector("[aria-busy]") === null;

async function signIn(page, { url, email, password }) {
    await page.goto(`${url}/sign-in`);
    await page.waitForSelector("input[type=email]");
    await page.type("input[type=email]", email);
    await page.type("input[type=password]", password);
    await page.click("button[type=submit]");
    await page.waitForFunction(isSettled);
}

const largestPaint = () =>
    new Promise((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime)).observe({
            type: "largest-contentful-paint",
            buffered: true,
        });
    });

/** The overview of somebody whose session goes on, with nothing in the browser's cache. */
async function firstLoad(access) {
    return withBrowser(async (browser) => {
        const page = await browser.newPage();
        await signIn(page, access);
        await page.setCacheEnabled(false);
        const network = await page.createCDPSession();
        await network.send("Network.enable");
        const bytes = { page: 0, charts: 0 };
        const ofRequest = new Map();
        network.on("Network.requestWillBeSent", ({ requestId, request }) => ofRequest.set(requestId, request.url));
        network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
            bytes[ofCharts.test(ofRequest.get(requestId)) ? "charts" : "page"] += encodedDataLength;
        });
        await page.goto(access.url);
        await page.waitForFunction(isSettled);
        await page.evaluate(() => document.fonts.ready.then(() => undefined));
        return { bytes, paint_ms: await page.evaluate(largestPaint) };
    });
}

async function firstLinkIn(page, url) {
    await page.goto(url, { waitUntil: "domcontentloaded", timeout: 60_000 });
    await page.waitForSelector("tbody a");
    return page.$eval("tbody a", (link) => link.getAttribute("href"));
}

async function accessibility(access) {
    return withBrowser(async (browser) => {
        const page = await browser.newPage();
        await signIn(page, access);
        const all = {
            ...places,
            call: await firstLinkIn(page, `${access.url}/calls?analysis=done`),
            lead: await firstLinkIn(page, `${access.url}/leads`),
        };
        const scores = {};
        for (const scheme of schemes) {
            await page.evaluate((value) => localStorage.setItem("mantine-color-scheme-value", value), scheme);
            for (const [name, place] of Object.entries(all)) {
                scores[name] = { ...scores[name], [scheme]: await score(page, access.url + place, scheme) };
            }
        }
        return scores;
    });
}

async function score(page, url, scheme) {
    await page.goto(url, { waitUntil: "domcontentloaded", timeout: 60_000 });
    await page.waitForFunction(isSettled);
    // What is there then: a navigation of Lighthouse's own would wait for the live stream to end.
    const flags = { onlyCategories: ["accessibility"], formFactor: "desktop", screenEmulation: { disabled: true } };
    const { lhr } = await snapshot(page, { flags: { ...flags, logLevel: "error" } });
    const shown = await page.evaluate(() => document.documentElement.dataset.mantineColorScheme);
    if (shown !== scheme) throw new Error(`${url} is shown ${shown}, not ${scheme}`);
    return Math.round(lhr.categories.accessibility.score * 100);
}

const access = await readInput();
const loads = [];
for (let i = 0; i < paints; i += 1) loads.push(await firstLoad(access));
const paint_ms = loads.map((load) => load.paint_ms).sort((one, other) => one - other);
console.log(
    JSON.stringify({
        first_load_bytes: loads[0].bytes.page,
        charts_bytes: loads[0].bytes.charts,
        largest_paint_ms: { median: paint_ms[Math.floor(paints / 2)], most: paint_ms.at(-1) },
        accessibility: await accessibility(access),
    }),
);
