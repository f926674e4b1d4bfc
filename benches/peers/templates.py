#!/usr/bin/env python3
"""Makes the step templates ready for the peers: templates.py TEMPLATES CONTEXTS OUT

OUT/jinja    as they are (Jinja2 and copier)
OUT/mini     `ps` becomes `tojson`, the nearest that minijinja-cli has; one template includes the
             scripts of an organisation one after the other, so that one call does them all
OUT/copier   a file for each script that includes its template with its values"""

import json
import pathlib
import shutil
import sys

WITH = ("number", "file_name", "next", "step", "organization", "want")


def values(index: int) -> str:
    return ", ".join(f"{name}=scripts[{index}].context.{name}" for name in WITH)


def main() -> None:
    source, contexts, out = (pathlib.Path(argument) for argument in sys.argv[1:])
    shutil.rmtree(out, ignore_errors=True)
    for peer in ("jinja", "mini", "copier"):
        shutil.copytree(source, out / peer)
        # The engine names the templates of the steps in its own way.
        shutil.copytree(contexts / "templates", out / peer, dirs_exist_ok=True)
    context = min(contexts.glob("*.json"))
    for path in (out / "mini").rglob("*.tera"):
        path.write_text(path.read_text().replace("| ps", "| tojson"))
    scripts = json.loads(context.read_text())["scripts"]
    lines = [
        f"{{% with {values(index)} %}}{{% include '{script['template']}' %}}{{% endwith %}}"
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
