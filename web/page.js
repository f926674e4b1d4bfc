// The page: a form over a config, and the library's answers to it. No request, no storage.
"use strict";
const WORDS = {{words}};
const $ = (id) => document.getElementById(id);
const word = (key) => WORDS[document.documentElement.lang][key] ?? key;

// The questions, by their place in the config. `required` ones are written even when empty, so that
// `check` has something to say at their place.
const FIELDS = [
  { path: "tenant.initial_domain", required: true },
  { path: "tenant.id" },
  { path: "on_premises.smtp_domains", required: true, lines: true },
  { path: "on_premises.hosts.mail", required: true },
  { path: "on_premises.hosts.autodiscover", required: true },
  { path: "cloud", choices: ["global", "gcc-high", "dod", "china"] },
  { path: "method", choices: ["dedicated-app", "shared-principal"] },
  { path: "on_premises.servers", lines: true, servers: true },
  { path: "verification.on_premises_mailbox" },
  { path: "verification.online_mailbox" },
  { path: "organization" },
  { path: "change.id" },
];
const idOf = (path) => "field-" + path.replaceAll(/[._]/g, "-");

let ask = () => ({ error: "" });
let bundle = null;
let overlay = null;
let changeRequest = "";

// The module asks its host for nothing; what it imports all the same is never called.
async function start() {
  const packed = Uint8Array.from(atob($("module").textContent.trim()), (one) => one.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const module = await WebAssembly.compile(await new Response(unpacked).arrayBuffer());
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    (imports[from] ??= {})[name] = () => { throw new Error(name); };
  }
  const { exports } = await WebAssembly.instantiate(module, imports);
  ask = (question) => {
    const bytes = new TextEncoder().encode(JSON.stringify(question));
    const at = exports.take(bytes.length);
    new Uint8Array(exports.memory.buffer, at, bytes.length).set(bytes);
    const answer = BigInt.asUintN(64, exports.answer(at, bytes.length));
    exports.give(at, bytes.length);
    const [place, length] = [Number(answer & 0xffffffffn), Number(answer >> 32n)];
    const text = new TextDecoder().decode(new Uint8Array(exports.memory.buffer, place, length));
    exports.give(place, length);
    return JSON.parse(text);
  };
}

// --- the config -------------------------------------------------------------------------------

function parsed() {
  try {
    const value = JSON.parse($("text").value);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function valueAt(config, path) {
  return path.split(".").reduce((value, key) => value?.[key], config);
}

// Sets or removes a value; an object that holds nothing more goes too, but for the required ones.
function put(config, path, value) {
  const keys = path.split(".");
  const last = keys.pop();
  let inner = config;
  for (const key of keys) {
    if (typeof inner[key] !== "object" || inner[key] === null) { inner[key] = {}; }
    inner = inner[key];
  }
  if (value === undefined) { delete inner[last]; } else { inner[last] = value; }
  if (keys.length === 1 && Object.keys(inner).length === 0) { delete config[keys[0]]; }
}

function written(field, text) {
  if (!field.lines) { return text.trim() === "" && !field.required ? undefined : text.trim(); }
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  if (lines.length === 0 && !field.required) { return undefined; }
  if (!field.servers) { return lines; }
  return lines.map((line) => {
    const [name, build = ""] = line.split("=");
    return { name: name.trim(), build: build.trim() };
  });
}

function shownValue(field, value) {
  if (value === undefined || value === null) { return field.choices?.[0] ?? ""; }
  if (!Array.isArray(value)) { return String(value); }
  return value.map((one) => (field.servers ? `${one?.name ?? ""}=${one?.build ?? ""}` : String(one))).join("\n");
}

function makeForm() {
  for (const field of FIELDS) {
    const id = idOf(field.path);
    const box = document.createElement("div");
    box.className = "field";
    const label = document.createElement("label");
    label.htmlFor = id;
    label.dataset.word = field.path;
    const input = document.createElement(field.choices ? "select" : field.lines ? "textarea" : "input");
    input.id = id;
    if (field.lines) { input.rows = 3; }
    if (field.required) { input.setAttribute("aria-required", "true"); }
    if (!field.choices) { input.spellcheck = false; }
    for (const choice of field.choices ?? []) { input.append(new Option(choice, choice)); }
    input.addEventListener("input", () => {
      const config = parsed();
      if (config === null) { return; }
      put(config, field.path, written(field, input.value));
      $("text").value = JSON.stringify(config, null, 2) + "\n";
      later();
    });
    const help = document.createElement("p");
    help.id = id + "-help";
    help.className = "quiet";
    help.dataset.word = field.path + ".help";
    const faults = document.createElement("div");
    faults.id = id + "-faults";
    input.setAttribute("aria-describedby", `${help.id} ${faults.id}`);
    box.append(label, help, input, faults);
    $("form").append(box);
  }
}

function fillForm() {
  const config = parsed();
  for (const field of FIELDS) {
    const input = $(idOf(field.path));
    input.disabled = config === null;
    if (config !== null && document.activeElement !== input) { input.value = shownValue(field, valueAt(config, field.path)); }
  }
}

// --- findings -----------------------------------------------------------------------------------

function told(finding) {
  const line = document.createElement("p");
  line.className = finding.severity;
  line.textContent = `${finding.severity}: ${finding.message}. ${finding.help}`;
  return line;
}

// What is wrong in a file of the overlay has no field.
const isOfOverlay = (finding) => finding.file.startsWith("overlay/");

function fieldOf(finding) {
  if (isOfOverlay(finding)) { return undefined; }
  const within = (path) => finding.path === path || [".", "["].some((next) => finding.path.startsWith(path + next));
  return FIELDS.find((field) => within(field.path));
}

function showFindings(findings) {
  for (const field of FIELDS) {
    $(idOf(field.path) + "-faults").replaceChildren();
    $(idOf(field.path)).removeAttribute("aria-invalid");
  }
  const list = document.createElement("ul");
  for (const finding of findings) {
    const field = fieldOf(finding);
    const item = document.createElement("li");
    if (field) {
      $(idOf(field.path) + "-faults").append(told(finding));
      if (finding.severity === "error") { $(idOf(field.path)).setAttribute("aria-invalid", "true"); }
      const link = document.createElement("a");
      link.href = "#" + idOf(field.path);
      link.textContent = word(field.path);
      item.append(link);
    }
    const at = finding.path === "" ? `${finding.line}:${finding.column}` : finding.path;
    const place = isOfOverlay(finding) ? `${finding.file} ${at}` : at;
    item.append(` ${field ? "" : place + " "}${finding.severity}[${finding.code}]: ${finding.message}`);
    if (!field) { item.append(". " + finding.help); }
    list.append(item);
  }
  $("findings").replaceChildren(findings.length ? list : word("noFindings"));
}

// --- the bundle -----------------------------------------------------------------------------------

function makeBundle() {
  const config = $("text").value;
  const answer = ask({ ask: "generate", config, overlay, korean: $("korean").checked, rotation: $("rotation").checked });
  bundle = answer.error === undefined ? answer : null;
  showFindings(answer.findings ?? []);
  $("save-zip").disabled = bundle === null;
  $("files").hidden = bundle === null;
  $("bundle-state").textContent = bundle === null ? word("noBundle") : word("made")
    .replace("{name}", bundle.name).replace("{files}", bundle.files.length).replace("{sums}", bundle.sums_sha256);
  if (bundle !== null) {
    const chosen = $("file").value || "runbook.html";
    $("file").replaceChildren(...bundle.files.map((file) => new Option(file.path, file.path, false, file.path === chosen)));
    showFile();
  }
  compare();
}

const PARTS = /(<#[\s\S]*?#>|#[^\n]*)|('(?:[^']|'')*'|"(?:[^"`]|`[\s\S]|"")*")|(\$[A-Za-z_][\w:]*)|\b([A-Z][a-z]+-[A-Za-z]+)\b/g;
const CLASSES = ["comment", "string", "variable", "name"];

// A script with colours; everything else as it is.
function drawn(path, text) {
  if (!path.endsWith(".ps1")) { return [text]; }
  const out = [];
  let last = 0;
  for (const part of text.matchAll(PARTS)) {
    out.push(text.slice(last, part.index));
    const span = document.createElement("span");
    span.className = CLASSES[part.slice(1).findIndex((group) => group !== undefined)];
    span.textContent = part[0];
    out.push(span);
    last = part.index + part[0].length;
  }
  out.push(text.slice(last));
  return out;
}

function showFile() {
  const file = bundle?.files.find((one) => one.path === $("file").value);
  // The runbook as it will be read: a page of its own, which reaches nothing of this one.
  const page = file?.path.endsWith(".html") ? file.text : "";
  $("shown").hidden = page !== "";
  $("drawn").hidden = page === "";
  if ($("drawn").srcdoc !== page) { $("drawn").srcdoc = page; }
  $("shown").replaceChildren(...(file && page === "" ? drawn(file.path, file.text.replaceAll("\r\n", "\n")) : []));
}

// --- the other answers ------------------------------------------------------------------------------

function answerIn(place, answer) {
  place.hidden = false;
  place.textContent = answer.error ?? answer.text;
}

let old = null;
function compare() {
  if (old === null) { return; }
  const answer = ask({ ask: "diff", old, new: $("text").value, new_overlay: overlay });
  changeRequest = answer.html ?? "";
  $("save-change").disabled = changeRequest === "";
  answerIn($("change"), answer);
}

async function plan(files) {
  const state = {};
  for (const file of files) { state["state/" + file.name] = await textOf(file); }
  answerIn($("planned"), ask({ ask: "plan", config: $("text").value, overlay, state }));
}

function diagnose() {
  const config = $("with-config").checked ? $("text").value : null;
  answerIn($("causes"), ask({ ask: "diagnose", text: $("transcript").value, config, overlay }));
}

// Windows PowerShell writes UTF-16.
async function textOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[bytes.slice(0, 2).join()];
  return new TextDecoder(wide ?? "utf-8").decode(bytes);
}

function onFile(id, use) {
  $(id).addEventListener("change", async () => { const [file] = $(id).files; if (file) { use(await textOf(file)); } });
}

// The files of an overlay's folder, without what version control and desktops leave.
async function takeOverlay(files) {
  overlay = {};
  for (const file of files) {
    const path = file.webkitRelativePath.split("/").slice(1);
    if (path.length === 0 || path.some((part) => part.startsWith("."))) { continue; }
    const bytes = new Uint8Array(await file.arrayBuffer());
    overlay[path.join("/")] = btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(""));
  }
  $("no-overlay").hidden = false;
  $("overlay-state").textContent = word("overlayFiles").replace("{files}", Object.keys(overlay).length);
  look();
}

function withoutOverlay() {
  overlay = null;
  $("overlay").value = "";
  $("no-overlay").hidden = true;
  $("overlay-state").textContent = "";
  look();
}

function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// --- all together --------------------------------------------------------------------------------

let waiting = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(look, 250);
}

function look() {
  try {
    makeBundle();
  } catch (error) {
    $("fault").hidden = false;
    $("fault").textContent = String(error);
  }
}

function setLanguage(language) {
  document.documentElement.lang = language;
  $("language").value = language;
  for (const one of document.querySelectorAll("[data-word]")) { one.textContent = word(one.dataset.word); }
  for (const one of document.querySelectorAll("[data-label]")) { one.setAttribute("aria-label", word(one.dataset.label)); }
  for (const field of FIELDS.filter((one) => one.required)) {
    document.querySelector(`label[for=${idOf(field.path)}]`).textContent += ` (${word("required")})`;
  }
}

function take(text) {
  $("text").value = text;
  fillForm();
  look();
}

makeForm();
setLanguage(navigator.language.startsWith("ko") ? "ko" : "en");
$("language").addEventListener("change", () => { setLanguage($("language").value); look(); });
$("text").addEventListener("input", () => { fillForm(); later(); });
onFile("open", take);
onFile("old", (text) => { old = text; compare(); });
onFile("open-transcript", (text) => { $("transcript").value = text; diagnose(); });
$("state").addEventListener("change", () => plan($("state").files));
$("overlay").addEventListener("change", () => takeOverlay($("overlay").files));
$("no-overlay").addEventListener("click", withoutOverlay);
$("read").addEventListener("click", diagnose);
$("file").addEventListener("change", showFile);
for (const id of ["korean", "rotation"]) { $(id).addEventListener("change", look); }
$("form").addEventListener("submit", (event) => event.preventDefault());
$("save-config").addEventListener("click", () => save("config.json", $("text").value, "application/json"));
$("save-change").addEventListener("click", () => save("change.html", changeRequest, "text/html"));
$("save-zip").addEventListener("click", () => {
  save(bundle.name + ".zip", Uint8Array.from(atob(bundle.zip), (one) => one.charCodeAt(0)), "application/zip");
});
$("save-file").addEventListener("click", () => {
  const file = bundle.files.find((one) => one.path === $("file").value);
  save(file.path.split("/").pop(), file.text, "text/plain");
});
start().then(() => {
  const empty = { tenant: { initial_domain: "" }, on_premises: { smtp_domains: [], hosts: { mail: "", autodiscover: "" } } };
  take($("text").value || JSON.stringify(empty, null, 2) + "\n");
  document.body.dataset.ready = "yes";
}).catch((error) => {
  $("fault").hidden = false;
  $("fault").textContent = String(error);
});
