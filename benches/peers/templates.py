#!/usr/bin/env python3
"""Makes the step templates ready for the peers: templates.py TEMPLATES CONTEXTS OUT

OUT/jinja    as they are (Jinja2 and copier)
OUT/mini     `ps` becomes `tojson`, the nearest that minijinja-cli has; one template includes the
             scripts of an organisation one after the other, so that one call does them all
OUT/copier   a file for each script that includes its template with its values"""

import json
import pathlib
import re
import shutil
import sys

def values(index: int, script: dict) -> str:
    names = script["context"]
    return ", ".join(f"{name}=documents[{index}].context.{name}" for name in names)

def main() -> None:
    source, contexts, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    shutil.rmtree(out, ignore_errors=True)
    for peer in ("jinja", "mini", "copier"):
        shutil.copytree(source, out / peer)
        # The engine names the templates of the steps in its own way.
        shutil.copytree(contexts / "templates", out / peer, dirs_exist_ok=True)
    context = min(contexts.glob("*.json"))
    mini = (out / "mini").resolve()
    for path in mini.rglob("*.tera"):
        text = path.read_text().replace("| ps", "| tojson")
        # minijinja-cli looks for them from the folder of the template that names them.
        path.write_text(re.sub(r'(\{% (?:extends|include) ")', rf"\g<1>{mini}/", text))
    scripts = json.loads(context.read_text())["documents"]
    lines = [
        f"{{% with {values(index, script)} %}}{{% include '{script['template']}' %}}{{% endwith %}}"
        for index, script in enumerate(scripts)
    ]
    (out / "mini" / "all.j2").write_text("\n".join(lines) + "\n")

    copier = out / "copier"
    for index, script in enumerate(scripts):
        path = copier / "files" / (script["path"] + ".jinja")
        path.parent.mkdir(parents=True, exist_ok=True)
        # Includes are looked up from the top of the template.
        path.write_text(lines[index] + "\n")
    (copier / "copier.yml").write_text(
        "_subdirectory: files\n_jinja_extensions: [powershell.PowerShell]\nname:\n  type: str\n"
    )

main()
