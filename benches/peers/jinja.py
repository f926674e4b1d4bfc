#!/usr/bin/env python3
"""Renders every script of every organisation with Jinja2, in one process:
jinja.py TEMPLATES CONTEXTS OUT"""

import json
import pathlib
import sys

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from powershell import prepare


def main() -> None:
    templates, contexts, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    environment = Environment(loader=FileSystemLoader(templates), undefined=StrictUndefined)
    prepare(environment)
    for file in sorted(contexts.glob("*.json")):
        organisation = json.loads(file.read_text(encoding="utf-8"))
        for script in organisation["documents"]:
            text = environment.get_template(script["template"]).render(script["context"])
            path = out / organisation["name"] / script["path"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="ascii", newline="\r\n")


main()
