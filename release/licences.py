"""What of others is in a program: its parts as a CycloneDX bill of materials, their licences as texts."""

import functools
import hashlib
import json
import pathlib
import re
import subprocess
import time
import tomllib

LICENCE = re.compile(r"^(licen[cs]e|copying|copyright|notice|unlicense)", re.IGNORECASE)
# The MIT licence, for packages that name it and carry no text.
STANDARD = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the
following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial
portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT
LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO
EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER
IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE
USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
RUNTIME = {
    "Rust standard library": "MIT OR Apache-2.0; https://www.rust-lang.org/policies/licenses",
    "MinGW-w64 runtime (Windows only)": "public domain and ZPL-2.1; https://www.mingw-w64.org",
    "GCC runtime (Windows only)": "GPL-3.0-or-later WITH GCC-exception-3.1; https://gcc.gnu.org",
}


@functools.cache
def graph(top, target):
    """The package itself, those that are built into it, and what each needs; no test, no build script."""
    words = ["cargo", "metadata", "--format-version", "1", "--locked", "--filter-platform", target]
    data = json.loads(subprocess.run(words, cwd=top, check=True, capture_output=True).stdout)
    packages = {package["id"]: package for package in data["packages"]}
    needs = {
        node["id"]: sorted(
            one["pkg"] for one in node["deps"] if any(kind["kind"] is None for kind in one["dep_kinds"])
        )
        for node in data["resolve"]["nodes"]
    }
    root = data["resolve"]["root"]
    reached, waiting = set(), [root]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(needs[one])
    order = lambda one: (packages[one]["name"], packages[one]["version"])
    parts = {one: packages[one] for one in sorted(reached - {root}, key=order)}
    return packages[root], parts, {one: needs[one] for one in reached}


def expression(package):
    """The SPDX expression; older packages write `/` for OR."""
    return (package["license"] or "NOASSERTION").replace("/", " OR ")


def bill(top, target, epoch):
    root, parts, needs = graph(top, target)
    lock = tomllib.loads((top / "Cargo.lock").read_text())["package"]
    sums = {(one["name"], one["version"]): one.get("checksum") for one in lock}
    url = lambda package: f"pkg:cargo/{package['name']}@{package['version']}"
    known = {**parts, root["id"]: root}

    def component(package, kind):
        one = {
            "type": kind,
            "bom-ref": url(package),
            "name": package["name"],
            "version": package["version"],
            "purl": url(package),
            "licenses": [{"expression": expression(package)}],
        }
        digest = sums.get((package["name"], package["version"]))
        if digest:
            one["hashes"] = [{"alg": "SHA-256", "content": digest}]
        return one

    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch)),
            "component": component(root, "application"),
            "properties": [{"name": "target", "value": target}],
        },
        "components": [component(package, "library") for package in parts.values()],
        "dependencies": [
            {"ref": url(package), "dependsOn": [url(known[need]) for need in needs[one]]}
            for one, package in known.items()
        ],
    }


def texts(package):
    """The licence texts that a package carries; of alternatives MIT, where that is one."""
    folder = pathlib.Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and LICENCE.match(path.name))
    if " OR " in expression(package) and " AND " not in expression(package):
        files = [path for path in files if "mit" in path.name.lower()] or files
    if not files and "MIT" in expression(package).split(" OR "):
        authors = ", ".join(package["authors"]) or f"the authors of {package['name']}"
        return [f"Copyright (c) {authors}\n\n{STANDARD}"]
    if not files and expression(package) == "BSL-1.0":
        return [(pathlib.Path(__file__).parent / "BSL-1.0.txt").read_text()]
    if not files:
        raise SystemExit(f"{package['name']} {package['version']} ({package['license']}) carries no licence text")
    return [path.read_text(encoding="utf-8", errors="replace").replace("\r\n", "\n") for path in files]


def notices(top, target):
    """Each text once, with the packages that it stands for."""
    root, parts, _ = graph(top, target)
    found = {}
    for package in parts.values():
        for text in texts(package):
            key = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
            name = f"{package['name']} {package['version']} ({expression(package)})"
            found.setdefault(key, (text.strip(), []))[1].append(name)
    out = [f"{root['name']} {root['version']} holds parts of others. Their licences:\n"]
    out += [f"{name}: {licence}\n" for name, licence in RUNTIME.items()]
    line = "-" * 100
    for text, names in sorted(found.values(), key=lambda one: one[1]):
        out.append(f"{line}\n" + "\n".join(names) + f"\n\n{text}\n")
    return "\n".join(out)
