#!/usr/bin/env python3
"""Puts the module, the script and the style into one file: page.py MODULE.wasm PAGE.html"""

import base64
import gzip
import hashlib
import json
import pathlib
import sys
import tomllib

WEB = pathlib.Path(__file__).resolve().parent
words = json.loads((WEB / "words.json").read_text(encoding="utf-8"))
missing = set(words["en"]) ^ set(words["ko"])
if missing:
    sys.exit(f"words.json: only in one language: {', '.join(sorted(missing))}")

script = (WEB / "page.js").read_text(encoding="utf-8")
script = script.replace("{{words}}", json.dumps(words, ensure_ascii=False).replace("</", "<\\/"))
style = (WEB / "page.css").read_text(encoding="utf-8")


def digest(text):
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


# The runbook is shown within the page, under its policy too.
runbook = WEB.parent / "templates" / "runbook"
inner = {name: digest((runbook / name).read_text(encoding="utf-8")) for name in ["style.css", "script.js"]}
parts = {
    "policy": f"default-src 'none'; script-src {digest(script)} {inner['script.js']} 'wasm-unsafe-eval'; "
    f"style-src {digest(style)} {inner['style.css']}; img-src data:; "
    "base-uri 'none'; form-action 'none'",
    "version": tomllib.loads((WEB.parent / "Cargo.toml").read_text())["package"]["version"],
    "style": style,
    "module": base64.b64encode(gzip.compress(pathlib.Path(sys.argv[1]).read_bytes(), 9, mtime=0)).decode(),
    "script": script,
}
page = (WEB / "page.html").read_text(encoding="utf-8")
for name, value in parts.items():
    page = page.replace("{{" + name + "}}", value)
pathlib.Path(sys.argv[2]).write_text(page, encoding="utf-8", newline="\n")
