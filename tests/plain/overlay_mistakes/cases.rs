//! The mistakes: a row each.

/// A picture around some lines of its own.
fn svg(inside: &str) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">\n  {inside}\n</svg>\n")
}

fn head(rest: &str) -> String {
    format!("{{\n  \"name\": \"standard\",\n  \"version\": \"1.0.0\",\n  {rest}\n}}\n")
}

/// The three functions that the engine calls, and some lines more.
pub fn script(more: &str) -> String {
    format!(
        "function Get-StepState {{\n    [CmdletBinding()] param()\n    @(Get-OrganizationConfig)\n}}\n\n\
         function Get-StepChange {{\n    [CmdletBinding()] param([object] $State)\n}}\n\n\
         function Get-StepUndo {{\n    [CmdletBinding()] param([object] $State, [object[]] $Record)\n}}\n{more}"
    )
}

/// What says what the step of a script is.
pub fn script_head(id: &str) -> String {
    include_str!("../../overlays/contoso/scripts/large-audience.json").replace("large-audience", id)
}

/// A step that is data.
fn step(id: &str, more: &str) -> String {
    let text = include_str!("../../overlays/contoso/steps/mail-tips.json");
    let id = format!("\"id\": \"{id}\",{more}");
    text.replace("\"id\": \"mail-tips\",", &id)
}

/// The code that is expected, what is special, the path of a file and its text.
#[rustfmt::skip]
pub fn cases() -> Vec<(&'static str, &'static str, &'static str, String)> {
    let text = str::to_owned;
    vec![
        ("overlay-file", "near", "overlays.json", text("{}")),
        ("overlay-file", "far", "notes.docx", text("x")),
        ("overlay-file", "folder", "images/logo.svg", svg("")),
        ("overlay-file", "step-id", "steps/Mail Tips.json", text("{}")),
        ("overlay-file", "step-device", "steps/con.json", text("{}")),
        ("overlay-file", "language", "words/fr.json", text("{}")),
        ("overlay-file", "slot", "runbook/top.md", text("x")),
        ("overlay-file", "slot-step", "runbook/after-preflght.md", text("x")),
        ("overlay-file", "slot-language", "runbook/header.fr.md", text("x")),
        ("missing-key", "head", "overlay.json", text("{\n  \"name\": \"standard\"\n}\n")),
        ("unknown-key", "head", "overlay.json", head("\"ordr\": []")),
        ("wrong-type", "head", "overlay.json", head("\"order\": \"preflight\"")),
        ("secret-key", "head", "overlay.json", head("\"password\": \"x\"")),
        ("json-syntax", "head", "overlay.json", text("{\n  \"name\": \"standard\"\n  \"version\": \"1\"\n}\n")),
        ("file-empty", "head", "overlay.json", text("")),
        ("overlay-version", "sign", "overlay.json", text("{\n  \"name\": \"standard\",\n  \"version\": \"1 0\"\n}\n")),
        ("overlay-version", "long", "overlay.json", format!( "{{\n  \"name\": \"{}\",\n  \"version\": \"1\"\n}}\n", "x".repeat(80) )),
        ("overlay-step", "left-out", "overlay.json", head("\"left_out\": [{ \"step\": \"ews-alow-list\", \"reason\": \"We keep it.\" }]")),
        ("overlay-step", "collect", "overlay.json", head("\"left_out\": [{ \"step\": \"collect\", \"reason\": \"We keep it.\" }]")),
        ("overlay-step", "order", "overlay.json", head("\"order\": [\"preflight\", \"elsewhere\"]")),
        ("duplicate-item", "left-out", "overlay.json", head( "\"left_out\": [{ \"step\": \"clean-up\", \"reason\": \"a\" }, { \"step\": \"clean-up\", \"reason\": \"b\" }]", )),
        ("empty-text", "reason", "overlay.json", head("\"left_out\": [{ \"step\": \"clean-up\", \"reason\": \"\" }]")),
        ("control-character", "reason", "overlay.json", head("\"left_out\": [{ \"step\": \"clean-up\", \"reason\": \"a\\u202eb\" }]")),
        ("unknown-key", "words-section", "words/en.json", text("{\n  \"messages\": { \"signof\": { \"keep\": \"x\" } }\n}\n")),
        ("unknown-key", "words-key", "words/ko.json", text("{\n  \"messages\": { \"signoff\": { \"kept\": \"x\" } }\n}\n")),
        ("unknown-key", "words-ours", "words/en.json", text("{\n  \"messages\": { \"overlay\": { \"remark\": \"x\" } }\n}\n")),
        ("unknown-key", "words-step", "words/en.json", text("{\n  \"steps\": { \"preflght\": { \"title\": \"x\" } }\n}\n")),
        ("overlay-words", "unknown-value", "words/en.json", text("{\n  \"messages\": { \"signoff\": { \"keep\": \"for {name}\" } }\n}\n")),
        ("overlay-words", "missing-value", "words/en.json", text("{\n  \"messages\": { \"sheet\": { \"total\": \"long\" } }\n}\n")),
        ("overlay-words", "brace", "words/en.json", text("{\n  \"messages\": { \"signoff\": { \"keep\": \"for {name\" } }\n}\n")),
        ("overlay-words", "backtick", "words/en.json", text("{\n  \"messages\": { \"signoff\": { \"keep\": \"run `it\" } }\n}\n")),
        ("overlay-words", "line", "words/en.json", text("{\n  \"steps\": { \"preflight\": { \"title\": \"a\\nb\" } }\n}\n")),
        ("overlay-remark", "title", "runbook/header.md", text("Text.\n\n## Ours\n")),
        ("overlay-remark", "title-behind-step", "runbook/after-preflight.md", text("### Ours\n")),
        ("overlay-remark", "underlined-title", "runbook/footer.md", text("Ours\n====\n")),
        ("overlay-remark", "picture", "runbook/header.md", text("See ![it](https://contoso.com/a.png).\n")),
        ("overlay-remark", "script-link", "runbook/header.md", text("See [it](javascript:alert(1)).\n")),
        ("overlay-remark", "file-link", "runbook/header.md", text("See [it](../RUNBOOK.md).\n")),
        ("overlay-remark", "open-code", "runbook/before.md", text("Type:\n\n```\nGet-Mailbox\n")),
        ("overlay-remark", "deep", "runbook/before.md", "> ".repeat(40) + "deep\n"),
        ("control-character", "remark", "runbook/header.md", text("right\u{202e}left\n")),
        ("overlay-html", "inline", "runbook/header.md", text("Text with <b>signs</b>.\n")),
        ("overlay-html", "block", "runbook/header.md", text("<script>alert(1)</script>\n")),
        ("overlay-logo", "script", "logo.svg", svg("<script>alert(1)</script>")),
        ("overlay-logo", "handler", "logo.svg", svg("<rect width=\"9\" onload=\"alert(1)\"/>")),
        ("overlay-logo", "address", "logo.svg", svg("<use href=\"https://contoso.com/a.svg#b\"/>")),
        ("overlay-logo", "paint", "logo.svg", svg("<rect fill=\"url(https://contoso.com/a)\"/>")),
        ("overlay-logo", "html", "logo.svg", svg("<foreignObject/>")),
        ("overlay-logo", "link", "logo.svg", svg("<a href=\"#x\"/>")),
        ("overlay-logo", "entity", "logo.svg", text( "<!DOCTYPE svg [<!ENTITY a \"b\">]>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n", )),
        ("overlay-logo", "instruction", "logo.svg", text( "<?xml-stylesheet href=\"a.css\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n", )),
        ("overlay-logo", "no-svg", "logo.svg", text("<html/>\n")),
        ("overlay-logo", "no-xml", "logo.svg", text("<svg\n")),
        ("overlay-logo", "deep", "logo.svg", svg(&"<g>".repeat(100))),
        ("overlay-style", "logo", "logo.svg", svg("<style>@import 'a.css';</style>")),
        ("overlay-logo", "no-png", "logo.png", text("PNG")),
        ("overlay-logo", "cut-png", "logo.png", text("")),
        ("overlay-style", "url", "style.css", text("h1 {\n  background: URL(https://contoso.com/a.png);\n}\n")),
        ("overlay-style", "import", "style.css", text("@import \"a.css\";\n")),
        ("overlay-style", "image-set", "style.css", text("h1 { background: image-set(\"a.png\" 1x); }\n")),
        ("overlay-style", "end", "style.css", text("</style><script>alert(1)</script>\n")),
        ("overlay-style", "escape", "style.css", text("h1 { background: \\75rl(a.png); }\n")),
        ("overlay-script", "sign", "scripts/own.ps1", script("# caf\u{e9}\n")),
        ("overlay-script", "long", "scripts/own.ps1", script(&format!("# {}\n", "x".repeat(130)))),
        ("overlay-script", "outside", "scripts/own.ps1", script("Set-OrganizationConfig -MapiHttpEnabled $true\n")),
        ("overlay-script", "variable", "scripts/own.ps1", script("$x = 1\n")),
        ("overlay-script", "block", "scripts/own.ps1", script("if ($true) { }\n")),
        ("overlay-script", "engine", "scripts/own.ps1", script("function Invoke-HybridChange { }\n")),
        ("overlay-script", "cmdlet", "scripts/own.ps1", script("function Set-OrganizationConfig { }\n")),
        ("overlay-script", "within", "scripts/own.ps1", script("function Get-OwnA { function Get-OwnB { } }\n")),
        ("overlay-script", "twice", "scripts/own.ps1", script("function Get-StepState { }\n")),
        ("overlay-script", "missing", "scripts/own.ps1", text("function Get-StepState { }\nfunction Get-StepChange { }\n")),
        ("overlay-script", "exit", "scripts/own.ps1", script("function Get-OwnA { exit 0 }\n")),
        ("overlay-script", "expression", "scripts/own.ps1", script("function Get-OwnA { Invoke-Expression -Command 'x' }\n")),
        ("overlay-script", "hidden-in-text", "scripts/own.ps1", script("function Get-OwnA { \"x $(iex 'y')\" }\n")),
        ("overlay-script", "dot", "scripts/own.ps1", script("function Get-OwnA { . .\\other.ps1 }\n")),
        ("overlay-script", "near", "scripts/own.ps1", script("function Get-OwnA { New-HybridChang }\n")),
        ("overlay-script", "far", "scripts/own.ps1", script("function Get-OwnA { Invoke-HybridPlan }\n")),
        ("overlay-script", "state", "scripts/own.ps1", script("function Get-OwnA { $script:HybridRun.WhatIf = $false }\n")),
        ("overlay-script", "requires", "scripts/own.ps1", script("#Requires -Modules Other\n")),
        ("overlay-script", "here-string", "scripts/own.ps1", script("function Get-OwnA { @'\nx '@\n}\n")),
        ("overlay-script", "text", "scripts/own.ps1", script("function Get-OwnA { 'x }\n")),
        ("overlay-script", "brace", "scripts/own.ps1", script("function Get-OwnA { if ($true) { }\n")),
        ("overlay-script", "bracket", "scripts/own.ps1", script("}\n")),
        ("overlay-script", "comment", "scripts/own.ps1", script("<# x\n")),
        ("overlay-script", "alias", "scripts/own.ps1", script("function Get-OwnA { Set-Alias -Name a -Value b }\n")),
        ("overlay-script", "drive", "scripts/own.ps1", script("function Get-OwnA { Get-Item -Path function:Get-StepState }\n")),
        ("overlay-script", "class", "scripts/own.ps1", script("class A { }\n")),
        ("overlay-script", "unlisted", "scripts/own.ps1", script("function Get-OwnA { Get-AcceptedDomain }\n")),
        ("unknown-cmdlet", "near", "scripts/own.json", script_head("own").replace("[\"Get-Org", "[\"Get-Orgs")),
        ("missing-key", "script", "scripts/own.json", script_head("own").replace("\"cmdlets\": [\"Get-OrganizationConfig\", \"Set-OrganizationConfig\"],", "")),
        ("unknown-key", "script", "scripts/own.json", script_head("own").replace("\"cmdlets\"", "\"cmdlet\"")),
        ("step-id", "script", "scripts/own.json", script_head("other")),
        ("overlay-file", "no-head", "scripts/alone.ps1", script("")),
        ("overlay-file", "no-code", "scripts/alone.json", script_head("alone")),
        ("overlay-step", "taken", "steps/auth-servers.json", step("auth-servers", "")),
        ("unknown-step", "replaces", "steps/own.json", step("own", " \"replaces\": \"auth-server\",")),
        ("overlay-step", "requires", "steps/own.json", step("own", " \"requires\": [\"elsewhere\"],")),
        ("unknown-key", "step", "steps/own.json", step("own", " \"afer\": \"preflight\",")),
        ("unknown-property", "step", "steps/own.json", step("own", "").replace("TipsEnabled", "TipsEnable")),
        ("overlay-file", "script-name", "scripts/Own.ps1", script("")),
        ("overlay-file", "script-kind", "scripts/own.psm1", script("")),
        ("file-not-utf-8", "style", "style.css", text("h1::after { color: red }")),
    ]
}
