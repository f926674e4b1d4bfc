// Opens the page of web/ in a headless Chromium and says, as one JSON object on standard output, for
// each case whether it holds: {"case": null} or {"case": "what is wrong"}.
// Usage: node page.mjs CHROMIUM PAGE FOLDER, where the folder is what tests/page.rs prepares.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { axe, differs, hold, launch, results, watched } from "./browser.mjs";

const [executablePath, file, folder] = process.argv.slice(2);
const facts = JSON.parse(readFileSync(join(folder, "facts.json"), "utf8"));
const address = pathToFileURL(file).href;
const config = join(folder, "config.json");
const context = await launch(executablePath, { locale: "en-GB", acceptDownloads: true });

async function open(options) {
  const page = await watched(context, address, options);
  await page.locator("body[data-ready]").waitFor();
  return page;
}
// With the config of the folder, and its bundle made.
async function opened(options) {
  const page = await open(options);
  await page.locator("#open").setInputFiles(config);
  await page.locator("#save-zip:enabled").waitFor();
  return page;
}

await hold("says nothing to the console and asks for nothing", async () => {
  await context.setOffline(true);
  const page = await opened();
  await page.locator("#korean").check();
  await page.locator("#transcript").fill("AADSTS500011");
  await page.locator("#read").click();
  const saved = page.waitForEvent("download");
  await page.locator("#save-zip").click();
  await saved;
  await context.setOffline(false);
  const foreign = page.asked.filter((url) => url !== address && !url.startsWith("blob:"));
  const wrong = differs("console", page.said, []) ?? differs("requests", foreign, []);
  await page.close();
  return wrong;
});

await hold("the zip has the bytes of the command line", async () => {
  const page = await opened();
  await page.locator("#korean").check();
  const saved = page.waitForEvent("download");
  await page.locator("#save-zip").click();
  const bytes = readFileSync(await (await saved).path());
  await page.close();
  return differs("SHA-256", createHash("sha256").update(bytes).digest("hex"), facts.zip);
});

await hold("a file of the bundle is shown as text", async () => {
  const page = await opened();
  await page.locator("#file").selectOption("common.ps1");
  const shown = await page.locator("#shown").textContent();
  const parts = await page.locator("#shown .comment").count();
  await page.close();
  return shown.includes("Set-StrictMode") && parts > 10 ? null : `${parts} comments, ${shown.slice(0, 200)}`;
});

await hold("the runbook is shown as it will be read", async () => {
  const page = await opened();
  const runbook = page.frameLocator("#drawn");
  const heading = await runbook.locator("h1").textContent();
  const display = await runbook.locator(".command").first().evaluate((one) => getComputedStyle(one).display);
  const copy = runbook.locator("main button[data-copy]").first();
  const before = await copy.textContent();
  await copy.click();
  await page.waitForTimeout(300);
  const after = await copy.textContent();
  const [said, box] = [page.said, await page.locator("#drawn").boundingBox()];
  await page.close();
  if (heading.length < 5 || display !== "flex" || box.height < 300) { return `${heading}, ${display}, ${box.height}`; }
  return before !== after ? differs("console", said, []) : `the button for copying still says ${after}`;
});

await hold("every question of init has a field", async () => {
  const page = await open();
  const written = JSON.parse(readFileSync(join(folder, "init.json"), "utf8"));
  const paths = [];
  const walk = (value, path) => {
    if (typeof value !== "object" || Array.isArray(value)) { paths.push(path); return; }
    for (const [key, inner] of Object.entries(value)) { walk(inner, path === "" ? key : `${path}.${key}`); }
  };
  // Not asked for: the schema stands beside it, the name follows from the domain.
  delete written.$schema;
  delete written.name;
  walk(written, "");
  await page.locator("#open").setInputFiles(join(folder, "init.json"));
  const empty = [];
  for (const path of paths) {
    const field = page.locator("#field-" + path.replaceAll(/[._]/g, "-"));
    if (await field.count() !== 1 || await field.inputValue() === "") { empty.push(path); }
  }
  await page.close();
  return paths.length < 10 ? `only ${paths}` : differs("without a field", empty, []);
});

await hold("is filled, and the bundle saved, with the keyboard alone", async () => {
  const page = await open();
  const at = () => page.evaluate(() => document.activeElement.id);
  const to = async (id, key = "Tab") => {
    for (let step = 0; step < 60 && await at() !== id; step += 1) { await page.keyboard.press(key); }
    if (await at() !== id) { throw new Error(`${key} does not come to ${id}`); }
  };
  const typed = { "tenant-initial-domain": "fabrikam.onmicrosoft.com", "on-premises-smtp-domains": "fabrikam.com",
    "on-premises-hosts-mail": "mail.fabrikam.com", "on-premises-hosts-autodiscover": "autodiscover.fabrikam.com" };
  for (const [id, text] of Object.entries(typed)) {
    await to("field-" + id);
    await page.keyboard.type(text);
  }
  await page.locator("#save-zip:enabled").waitFor();
  await to("korean");
  await page.keyboard.press("Space");
  await to("save-zip");
  const saved = page.waitForEvent("download");
  await page.keyboard.press("Enter");
  const name = (await saved).suggestedFilename();
  await to("file");
  await page.keyboard.press("Home");
  const first = await page.locator("#file").inputValue();
  await to("shown");
  await to("transcript");
  await page.keyboard.type("AADSTS500011");
  await to("read");
  await page.keyboard.press("Enter");
  const causes = await page.locator("#causes").textContent();
  await to("field-on-premises-hosts-mail", "Shift+Tab");
  await page.close();
  return differs("name", name, "fabrikam.com.zip") ?? (first.endsWith(".html") ? first : null)
    ?? (causes.includes("AADSTS500011") ? null : causes);
});

await hold("what is typed gets into the config and becomes a bundle", async () => {
  const page = await open();
  const typed = { "tenant-initial-domain": "fabrikam.onmicrosoft.com", "on-premises-smtp-domains": "fabrikam.com\nfabrikam.org",
    "on-premises-hosts-mail": "mail.fabrikam.com", "on-premises-hosts-autodiscover": "autodiscover.fabrikam.com",
    "on-premises-servers": "EX01=15.2.2562.17" };
  for (const [id, text] of Object.entries(typed)) { await page.locator("#field-" + id).fill(text); }
  await page.locator("#save-zip:enabled").waitFor();
  const written = JSON.parse(await page.locator("#text").inputValue());
  const state = await page.locator("#bundle-state").textContent();
  await page.close();
  return differs("domains", written.on_premises.smtp_domains, ["fabrikam.com", "fabrikam.org"])
    ?? differs("servers", written.on_premises.servers, [{ name: "EX01", build: "15.2.2562.17" }])
    ?? (state.startsWith("fabrikam.com: ") ? null : state);
});

await hold("a finding stands at its field", async () => {
  const page = await opened();
  const field = page.locator("#field-on-premises-hosts-mail");
  await field.fill("outlook.office365.com");
  await page.locator("#field-on-premises-hosts-mail-faults .error").waitFor();
  const invalid = await field.getAttribute("aria-invalid");
  const others = await page.locator("[aria-invalid=true]").count();
  const described = (await field.getAttribute("aria-describedby")).split(" ").includes("field-on-premises-hosts-mail-faults");
  const disabled = await page.locator("#save-zip").isDisabled();
  await field.fill("mail.contoso.com");
  await page.locator("#save-zip:enabled").waitFor();
  const left = await page.locator("[aria-invalid=true]").count();
  await page.close();
  return differs("marked", [invalid, others, described, disabled, left], ["true", 1, true, true, 0]);
});

await hold("a transcript, a state and an older config are read as the command line reads them", async () => {
  const page = await opened();
  await page.locator("#transcript").fill(readFileSync(join(folder, "transcript.txt"), "utf8"));
  await page.locator("#with-config").check();
  await page.locator("#read").click();
  const causes = await page.locator("#causes").textContent();
  await page.locator("#transcript").fill("");
  await page.locator("#open-transcript").setInputFiles(join(folder, "wide.txt"));
  await page.waitForFunction(() => document.getElementById("transcript").value !== "");
  const wide = await page.locator("#causes").textContent();
  const files = readdirSync(join(folder, "state")).map((name) => join(folder, "state", name));
  await page.locator("#state").setInputFiles(files);
  await page.locator("#planned:visible").waitFor();
  const planned = await page.locator("#planned").textContent();
  await page.locator("#old").setInputFiles(join(folder, "old.json"));
  await page.locator("#change:visible").waitFor();
  const change = await page.locator("#change").textContent();
  await page.close();
  return differs("diagnose", causes, facts.diagnose) ?? differs("from UTF-16", wide, causes) ?? differs("plan", planned, facts.plan)
    ?? (facts.diff && change.includes(facts.diff.trim()) ? null : `${change.slice(0, 400)} has no ${facts.diff}`);
});

await hold("text of the config stays text", async () => {
  const page = await opened();
  await page.locator("#field-organization").fill("</title><img src=x onerror=alert(1)><script>alert(2)</script>");
  await page.waitForTimeout(600);
  await page.locator("#file").selectOption("runbook.html");
  const strange = await page.locator("main img, main script").count()
    + await page.frameLocator("#drawn").locator("img").count();
  const said = page.said;
  await page.close();
  return differs("elements", strange, 0) ?? differs("console", said, []);
});

await hold("the keyboard reaches the form first", async () => {
  const page = await open();
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => document.activeElement.className);
  await page.keyboard.press("Enter");
  const place = new URL(page.url()).hash;
  await page.close();
  return differs("focus", [skip, place], ["skip", "#main"]);
});

for (const scheme of ["light", "dark"]) {
  await hold(`has no violation that axe finds, ${scheme}`, async () => {
    const page = await opened({ scheme });
    await page.locator("#source summary").click();
    await page.locator("#file").selectOption("common.ps1");
    await page.locator("#field-tenant-initial-domain").fill("x");
    await page.locator("#transcript").fill("AADSTS500011");
    await page.locator("#read").click();
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document));
    if (process.env.PAGE_SHOTS) { await page.screenshot({ path: join(process.env.PAGE_SHOTS, `page.${scheme}.png`), fullPage: true }); }
    await page.close();
    if (found.passes.length < 20) { return `axe looked at ${found.passes.length} rules only`; }
    const told = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
    return differs("violations", told, []);
  });
}

await hold("is 320 pixels wide without scrolling sideways", async () => {
  const page = await opened({ width: 320 });
  await page.locator("#source summary").click();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (process.env.PAGE_SHOTS) { await page.screenshot({ path: join(process.env.PAGE_SHOTS, "page.phone.png"), fullPage: true }); }
  await page.close();
  return width > 320 ? `the page is ${width} pixels wide` : null;
});

await hold("speaks Korean", async () => {
  const page = await opened();
  await page.locator("#language").selectOption("ko");
  const [lang, text] = await page.evaluate(() => [document.documentElement.lang, document.body.innerText]);
  const untold = await page.locator("[data-word]").evaluateAll((all) => all.filter((one) => one.textContent === one.dataset.word).length);
  await page.close();
  return differs("language", [lang, /번들 저장/.test(text), untold], ["ko", true, 0]);
});

await context.close();
writeFileSync(1, JSON.stringify(results, null, 1));
