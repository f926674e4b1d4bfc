// What the judges of both pages share: a headless Chromium, pages that note what they say and ask for, cases.
import { createRequire } from "node:module";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
export const results = {};

export const launch = (executablePath, options) =>
  chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), "page-")), {
    executablePath,
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ...options,
  });

// Opens a page and notes what it says and asks for.
export async function watched(context, address, options = {}) {
  const page = await context.newPage();
  page.said = [];
  page.asked = [];
  page.on("console", (message) => page.said.push(message.type() + ": " + message.text()));
  page.on("pageerror", (error) => page.said.push("error: " + error.message));
  page.on("request", (request) => page.asked.push(request.url()));
  page.on("dialog", (dialog) => { page.said.push("dialog: " + dialog.message()); dialog.dismiss(); });
  await page.setViewportSize({ width: options.width ?? 1200, height: 900 });
  await page.emulateMedia({ colorScheme: options.scheme ?? "light" });
  await page.goto(address);
  return page;
}

export async function hold(name, check) {
  try {
    results[name] = (await check()) ?? null;
  } catch (error) {
    results[name] = String(error.stack ?? error);
  }
}

export const differs = (what, found, wanted) =>
  JSON.stringify(found) === JSON.stringify(wanted) ? null : `${what}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`;
