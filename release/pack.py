#!/usr/bin/env python3
"""Packs built programs into archives, the same bytes every time, with what belongs to a release.

pack.py --out DIR --url URL --writer PROGRAM --binary TARGET=PATH... [--page PAGE]

The writer is the program as it runs here; it writes the documents.
"""

import argparse
import gzip
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tarfile
import time
import tomllib
import zipfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import licences
import manifests

TOP = pathlib.Path(__file__).resolve().parent.parent
NAME = "hybrid-oauth"
VERSION = tomllib.loads((TOP / "Cargo.toml").read_text())["package"]["version"]
EPOCH = int(os.environ.get("SOURCE_DATE_EPOCH", "1700000000"))
TAKEN = ["README.md", "README.ko.md", "LICENSE", "CHANGELOG.md", "docs", "examples"]
COMPLETIONS = {"bash": f"{NAME}.bash", "zsh": f"_{NAME}", "fish": f"{NAME}.fish", "powershell": f"_{NAME}.ps1"}


def documents(program):
    """What the program says of itself: schema, completions, manual pages."""
    say = lambda *words: subprocess.run([program, *words], check=True, capture_output=True).stdout
    files = {f"{NAME}.schema.json": say("schema")}
    for shell, name in COMPLETIONS.items():
        files[f"completions/{name}"] = say("completions", shell)
    files[f"man/{NAME}.1"] = say("man")
    # The page of the program lists its commands; each has a page of its own.
    refused = subprocess.run([program, "man", "?"], capture_output=True, text=True).stderr
    for command in refused.split("there are ")[1].strip().split(", "):
        if command != "help":
            files[f"man/{NAME}-{command}.1"] = say("man", command)
    return files


def taken():
    files = {}
    for name in TAKEN:
        path = TOP / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        files.update({str(one.relative_to(TOP)): one.read_bytes() for one in found if one.is_file()})
    return files


def mode(name):
    return 0o755 if name in (NAME, f"{NAME}.exe") else 0o644


def tar_gz(top, files):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for name, data in sorted(files.items()):
            entry = tarfile.TarInfo(f"{top}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), EPOCH, mode(name)
            tar.addfile(entry, io.BytesIO(data))
    return gzip.compress(raw.getvalue(), 9, mtime=0)


def zip_file(top, files):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{top}/{name}", time.gmtime(EPOCH)[:6])
            entry.external_attr, entry.create_system = mode(name) << 16, 3
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return raw.getvalue()


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--out", type=pathlib.Path, required=True)
    arguments.add_argument("--url", required=True)
    arguments.add_argument("--writer", required=True)
    arguments.add_argument("--binary", action="append", required=True, metavar="TARGET=PATH")
    arguments.add_argument("--page", type=pathlib.Path, help="the page that web/make makes")
    given = arguments.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    binaries = dict(one.split("=", 1) for one in given.binary)
    common = {**taken(), **documents(given.writer)}
    made = {}
    if given.page:
        common[f"{NAME}.html"] = made[f"{NAME}-{VERSION}.html"] = given.page.read_bytes()
    for target, path in binaries.items():
        windows = "windows" in target
        bill = licences.bill(TOP, target, EPOCH)
        top = f"{NAME}-{VERSION}-{target}"
        files = {
            **common,
            NAME + (".exe" if windows else ""): pathlib.Path(path).read_bytes(),
            "THIRD-PARTY-NOTICES.txt": licences.notices(TOP, target).encode(),
            f"{NAME}.cdx.json": (json.dumps(bill, indent=2) + "\n").encode(),
        }
        made[top + (".zip" if windows else ".tar.gz")] = (zip_file if windows else tar_gz)(top, files)
        if windows:
            made.update(manifests.of(made[top + ".zip"], f"{given.url}/{top}.zip", top, VERSION, EPOCH))
    made["SHA256SUMS"] = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(made.items())
    ).encode()
    for name, data in made.items():
        (given.out / name).parent.mkdir(parents=True, exist_ok=True)
        (given.out / name).write_bytes(data)


if __name__ == "__main__":
    main()
