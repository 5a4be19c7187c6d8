// Drives the explorer as a reader would: node explorer.mjs ADDRESS CHROMIUM FOLDER. Prints what was seen as JSON.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [address, executablePath, folder] = process.argv.slice(2);
const require = createRequire(new URL("../../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath,
  args: [
    "--headless", "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
  ],
});
const seen = { problems: [], violations: {}, requests: [] };

async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: "reduce", acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => seen.problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && seen.problems.push(message.text()));
  page.on("request", (request) => !request.url().startsWith(address) && !/^(blob|data):/.test(request.url()) && seen.requests.push(request.url()));
  await page.goto(address + path);
  return page;
}

const settled = (page) => page.waitForFunction(() => document.getElementById("graph")?.dataset.settled && document.documentElement.dataset.ready !== "0");
const shot = (page, name) => page.screenshot({ path: join(folder, `${name}.png`) });

async function check(page, name) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] }));
  seen.violations[name] = found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(", ")}`);
}

// A search leads to a card and a drawing.
const page = await open("/");
await page.getByText("Search above, or start").waitFor();
await shot(page, "start");
await check(page, "start");
await page.keyboard.press("/");
await page.keyboard.type("silina");
await page.getByRole("option", { name: /^Evika Siliņa/ }).waitFor();
await shot(page, "search");
await page.keyboard.press("ArrowDown");
await page.keyboard.press("Enter");
await page.getByRole("heading", { name: "Evika Siliņa" }).waitFor();
await settled(page);
await shot(page, "card");
await check(page, "card");
seen.drawn = await page.evaluate(() => Number(document.documentElement.dataset.ready));

// The meeting with Stoltenberg, in its sentence.
await page.getByRole("button", { name: /^Jens Stoltenberg/ }).first().click();
await page.locator("mark").first().waitFor();
seen.sentence = await page.locator("mark").first().textContent();
seen.source = await page.locator("cite").first().textContent();
await shot(page, "evidence");
await check(page, "evidence");

// The address restores the view.
const address1 = page.url();
await page.goto(address1);
await page.locator("mark").first().waitFor();
seen.restored = (await page.locator("mark").first().textContent()) === seen.sentence;

// A path, told step by step.
await page.getByRole("tab", { name: "Path" }).click();
for (const [box, text, option] of [["From", "stoltenberg", /Jens Stoltenberg/], ["To", "lisbon", /Lisbon/]]) {
  await page.getByRole("combobox", { name: box, exact: true }).fill(text);
  await page.getByRole("option", { name: option }).first().click();
}
await page.locator(".paths section, .paths .empty").first().waitFor();
seen.path = await page.locator(".steps li").allTextContents();
await shot(page, "path");
await check(page, "path");

// Filters, table, timeline, map.
await page.goto(`${address}/?of=person:jens-stoltenberg&tab=facts`);
await settled(page);
seen.rows = await page.locator("tbody tr").count();
await shot(page, "facts");
await check(page, "facts");
await page.getByRole("tab", { name: "Timeline" }).click();
await page.getByLabel("From", { exact: true }).fill("2023-09");
await page.getByLabel("To", { exact: true }).fill("2023-09");
await page.waitForURL(/from=2023-09.*to=2023-09/);
await shot(page, "timeline");
await check(page, "timeline");
await page.getByRole("tab", { name: "Facts" }).click();
await page.locator("tbody tr").first().waitFor();
seen.september = await page.locator("tbody td:nth-child(4)").allTextContents();
await page.getByRole("tab", { name: "Map" }).click();
await page.locator(".map .leaflet-interactive").first().waitFor();
await shot(page, "map");
await check(page, "map");
await page.getByRole("tab", { name: "Filter" }).click();
await page.getByLabel("Colour by").selectOption("community");
await page.getByLabel("Size by").selectOption("pagerank");
await page.waitForURL(/size=pagerank.*colour=community/);
await shot(page, "filter");
await check(page, "filter");
const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "GEXF" }).click()]);
await download.saveAs(join(folder, "liaison.gexf"));
const [picture] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Picture" }).click()]);
await picture.saveAs(join(folder, "picture.png"));
await page.getByLabel("People").uncheck();
await page.waitForURL(/hide=PERSON/);

// Dark, small, embedded, by keyboard.
const dark = await open("/?of=person:jens-stoltenberg", { colorScheme: "dark" });
await settled(dark);
await shot(dark, "dark");
await check(dark, "dark");
const phone = await open("/?of=person:jens-stoltenberg", { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 });
await settled(phone);
await shot(phone, "phone");
await check(phone, "phone");
seen.overflow = await phone.evaluate(() => document.documentElement.scrollWidth > innerWidth);
const embedded = await open("/?of=person:jens-stoltenberg&embed");
await settled(embedded);
seen.embedded = !(await embedded.locator("#bar").isVisible()) && (await embedded.locator("#graph").isVisible());
const keys = await open("/?of=person:evika-silina&tab=facts");
await settled(keys);
await keys.getByRole("list", { name: /Nodes drawn/ }).getByRole("button", { name: /^Jens Stoltenberg/ }).focus();
await keys.keyboard.press("Enter");
await keys.waitForURL(/of=person:jens-stoltenberg/);
seen.expanded = true;

await browser.close();
console.log(JSON.stringify(seen));
