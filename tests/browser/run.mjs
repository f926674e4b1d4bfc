// Opens runbooks in a headless Chromium and says, as one JSON object on standard output, for each
// case whether it holds: {"case": null} or {"case": "what is wrong"}.
// Usage: node run.mjs CHROMIUM FOLDER, where the folder holds the pages and facts.json (see tests/browser.rs).
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { axe, differs, hold, launch, results, watched } from "./browser.mjs";
import { fullness } from "./pdf.mjs";

const [executablePath, folder] = process.argv.slice(2);
const facts = JSON.parse(readFileSync(join(folder, "facts.json"), "utf8"));
const address = (file) => pathToFileURL(join(folder, file)).href;
const pages = ["runbook.html", "runbook.ko.html", "hostile.html"];
const printed = [...pages, "small.html", "small.ko.html"];

const context = await launch(executablePath, { bypassCSP: false });

const open = (file, options) => watched(context, address(file), options);
const unfold = (page) => page.evaluate(() => {
  for (const part of document.querySelectorAll("details")) { part.open = true; }
});

async function judge(file) {
  await hold(`${file} says nothing to the console and asks for nothing`, async () => {
    const page = await open(file);
    await page.locator("button[data-copy]").first().click();
    await page.locator("input[type=checkbox]").first().click();
    await page.locator("#reset").click();
    const wrong = differs("console", page.said, [])
      ?? differs("requests", page.asked.filter((url) => url !== address(file) && url !== "data:,"), []);
    await page.close();
    return wrong;
  });
  for (const scheme of ["light", "dark"]) {
    await hold(`${file} has no violation that axe finds, ${scheme}`, async () => {
      const page = await open(file, { scheme });
      await unfold(page);
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document));
      await page.close();
      if (found.passes.length < 20) { return `axe looked at ${found.passes.length} rules only`; }
      const told = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).slice(0, 3).join(" ")}`);
      return differs("violations", told, []);
    });
  }
  for (const width of [320, 360]) {
    await hold(`${file} is ${width} pixels wide, and nothing is cut off`, async () => {
      const page = await open(file, { width });
      await unfold(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      const cut = await page.evaluate(cutOff);
      await page.close();
      return wide > width ? `the page is ${wide} pixels wide` : differs("cut off", cut, []);
    });
  }
  await hold(`${file} shows the numbers of the contents whole`, async () => {
    const page = await open(file);
    const wrong = await page.evaluate(() => Array.from(document.querySelectorAll(".toc li"))
      .filter((one) => getComputedStyle(one).listStyleType !== "none").map((one) => one.textContent.slice(0, 40)));
    const cut = await page.evaluate(cutOff);
    await page.close();
    return differs("numbers outside of the text", wrong, []) ?? differs("cut off", cut, []);
  });
}

// What text stands outside of what is seen, or ends at the edge of a box that hides the rest.
function cutOff() {
  const found = [];
  for (const one of document.querySelectorAll("body *")) {
    const box = one.getBoundingClientRect();
    // Read aloud only: headings of tables whose rows are stacked, the link that skips.
    if (box.right < -300) { continue; }
    const hidden = one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible";
    if (box.left < -1 || box.right > innerWidth + 1 || hidden) { found.push(one.outerHTML.slice(0, 80)); }
  }
  return found;
}

async function print(file) {
  await hold(`${file} prints every step`, async () => {
    const page = await open(file);
    await page.pdf({ format: "A4", printBackground: false, path: join(folder, file.replace(".html", ".pdf")) });
    await page.emulateMedia({ media: "print" });
    const shown = await page.evaluate(() => ({
      steps: Array.from(document.querySelectorAll(".step h3")).filter((one) => one.checkVisibility()).length,
      buttons: Array.from(document.querySelectorAll("button")).filter((one) => one.checkVisibility()).length,
    }));
    await page.close();
    return differs("printed", shown, { steps: facts[file].steps, buttons: 0 });
  });
  await hold(`${file} prints on few pages, none but the last mostly empty`, async () => {
    const filled = fullness(readFileSync(join(folder, file.replace(".html", ".pdf"))));
    if (filled.length > facts[file].pages) { return `${filled.length} pages, not ${facts[file].pages}`; }
    const low = filled.slice(0, -1).map((part, at) => [at + 1, part]).filter(([, part]) => part < 1 / 3);
    return filled.length < 3 ? `${filled.length} pages only` : differs("pages less than a third full", low, []);
  });
  await hold(`${file} has the run sheet on its first page`, async () => {
    const page = await open(file, { width: Math.round((210 - 30) / 25.4 * 96) });
    await page.emulateMedia({ media: "print" });
    const end = await page.evaluate(() => document.querySelector(".sheet").getBoundingClientRect().bottom);
    await page.close();
    const room = (297 - 28) / 25.4 * 96;
    return end > room ? `it ends at ${end} pixels of ${room}` : null;
  });
}

// Each page has a process of its own; most of the time is theirs.
await Promise.all([...pages.map(judge), ...printed.map(print)]);

await hold("copying gives exactly the command", async () => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const page = await open("runbook.html");
  const wanted = facts["runbook.html"].commands;
  const copied = [];
  for (const button of await page.locator("button[data-copy]").all()) {
    await button.click();
    copied.push(await page.evaluate(() => navigator.clipboard.readText()));
  }
  await page.close();
  // Each stands on the run sheet and with its step.
  return differs("copied", copied.filter((text) => wanted.includes(text)), [...wanted, ...wanted]);
});

await hold("copying works where the clipboard interface is refused", async () => {
  const page = await open("runbook.html");
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("refused")); });
  await page.locator("button[data-copy^=apply-]").first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await page.close();
  return differs("copied", copied, facts["runbook.html"].first);
});

await hold("check boxes survive a reload and belong to one bundle", async () => {
  const page = await open("runbook.html");
  const boxes = page.locator("input.done");
  await boxes.nth(1).click();
  await boxes.nth(2).focus();
  await page.keyboard.press("Space");
  await page.reload();
  const kept = await boxes.evaluateAll((all) => all.map((one) => one.checked));
  const told = await page.locator("#progress").textContent();
  await page.close();
  const other = await open("hostile.html");
  const foreign = await other.locator("input[type=checkbox]:checked").count();
  await other.close();
  const steps = facts["runbook.html"].steps;
  return differs("kept", kept.map((one, at) => (one ? at : -1)).filter((at) => at >= 0), [1, 2])
    ?? differs("progress", told, `2 / ${steps}`)
    ?? differs("boxes of another bundle", foreign, 0);
});

await hold("a field keeps what was written into it", async () => {
  const page = await open("runbook.html");
  await page.locator("#field-made_by").fill("A. Person <b>");
  await page.locator("#field-sums").focus();
  await page.reload();
  const kept = await page.locator("#field-made_by").inputValue();
  await page.close();
  return differs("kept", kept, "A. Person <b>");
});

await hold("all boxes and fields are cleared at once", async () => {
  const page = await open("runbook.html");
  await page.locator("input.done").nth(0).check();
  await page.locator("#field-made_by").fill("A. Person");
  await page.locator("#reset").click();
  await page.reload();
  const left = await page.locator("input[type=checkbox]:checked").count();
  const written = await page.locator("#field-made_by").inputValue();
  await page.close();
  return differs("left", [left, written], [0, ""]);
});

await hold("text of the config stays text", async () => {
  const page = await open("hostile.html");
  const shown = await page.locator(".facts tbody tr").first().locator("td").textContent();
  const strange = await page.locator("main img, main script, main iframe, main [onerror]").count();
  await page.close();
  return differs("shown", shown, facts["hostile.html"].organization) ?? differs("elements", strange, 0);
});

await hold("the page's policy refuses another script", async () => {
  const page = await open("runbook.html");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.foreign = true";
    document.body.append(script);
  });
  const ran = await page.evaluate(() => window.foreign === true);
  const said = page.said.length;
  await page.close();
  return ran ? "a foreign script ran" : said === 0 ? "nothing was said about the foreign script" : null;
});

await hold("the keyboard reaches the contents first", async () => {
  const page = await open("runbook.html");
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(() => document.activeElement.className);
  await page.keyboard.press("Enter");
  const place = new URL(page.url()).hash;
  await page.close();
  return differs("focus", [skip, place], ["skip", "#main"]);
});

if (process.env.RUNBOOK_SHOTS) {
  for (const [name, options] of [["light", {}], ["dark", { scheme: "dark" }], ["phone", { width: 360 }]]) {
    for (const file of ["runbook.html", "runbook.ko.html"]) {
      const page = await open(file, options);
      await page.screenshot({ path: join(process.env.RUNBOOK_SHOTS, `${file}.${name}.png`), clip: { x: 0, y: 0, width: options.width ?? 1200, height: 2600 }, fullPage: true });
      await page.close();
    }
  }
}
await context.close();
writeFileSync(1, JSON.stringify(results, null, 1));
