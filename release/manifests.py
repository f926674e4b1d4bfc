"""What scoop and winget need to know to install the Windows archive."""

import hashlib
import json
import time

IDENTIFIER = "HybridOAuth.HybridOAuth"
SHORT = "Writes the PowerShell that sets up OAuth between on-premises Exchange and Exchange Online"
WINGET = "1.6.0"


def scoop(digest, url, top, version):
    return {
        "version": version,
        "description": SHORT,
        "homepage": url.rsplit("/", 1)[0],
        "license": "MIT",
        "architecture": {"64bit": {"url": url, "hash": digest, "extract_dir": top}},
        "bin": "hybrid-oauth.exe",
    }


def yaml(kind, values):
    """Enough of YAML for these manifests: texts are quoted, so that a version stays a text."""
    lines = [f"# yaml-language-server: $schema=https://aka.ms/winget-manifest.{kind}.{WINGET}.schema.json"]

    def write(value, indent):
        for key, inner in value.items():
            if isinstance(inner, list):
                lines.append(f"{indent}{key}:")
                for one in inner:
                    start = len(lines)
                    write(one, indent + "    ")
                    lines[start] = f"{indent}  - {lines[start].strip()}"
            else:
                lines.append(f"{indent}{key}: {json.dumps(inner)}")

    write({**values, "ManifestType": kind, "ManifestVersion": WINGET}, "")
    return "\n".join(lines) + "\n"


def of(archive, url, top, version, epoch):
    """The files by their paths among those of the release."""
    digest = hashlib.sha256(archive).hexdigest()
    same = {"PackageIdentifier": IDENTIFIER, "PackageVersion": version}
    installer = {
        **same,
        "InstallerType": "zip",
        "NestedInstallerType": "portable",
        "NestedInstallerFiles": [
            {"RelativeFilePath": f"{top}\\hybrid-oauth.exe", "PortableCommandAlias": "hybrid-oauth"}
        ],
        "ReleaseDate": time.strftime("%Y-%m-%d", time.gmtime(epoch)),
        "Installers": [{"Architecture": "x64", "InstallerUrl": url, "InstallerSha256": digest.upper()}],
    }
    locale = {
        **same,
        "PackageLocale": "en-US",
        "Publisher": "The hybrid-oauth authors",
        "PackageName": "hybrid-oauth",
        "License": "MIT",
        "ShortDescription": SHORT,
    }
    whole = {**same, "DefaultLocale": "en-US"}
    return {
        "scoop/hybrid-oauth.json": (json.dumps(scoop(digest, url, top, version), indent=4) + "\n").encode(),
        f"winget/{IDENTIFIER}.installer.yaml": yaml("installer", installer).encode(),
        f"winget/{IDENTIFIER}.locale.en-US.yaml": yaml("defaultLocale", locale).encode(),
        f"winget/{IDENTIFIER}.yaml": yaml("version", whole).encode(),
    }
