#!/usr/bin/env python3
"""Writes configs of made-up organisations: organisations.py COUNT FOLDER"""

import json
import pathlib
import sys


def config(number: int) -> dict:
    """An organisation with everything that most have, its names different from all others."""
    name = f"org{number:05}.example"
    return {
        "name": name,
        "tenant": {
            "initial_domain": f"org{number:05}.onmicrosoft.com",
            "id": f"11111111-2222-3333-4444-{number:012}",
        },
        "on_premises": {
            "smtp_domains": [name, f"mail.{name}"],
            "hosts": {"mail": f"owa.{name}", "autodiscover": f"autodiscover.{name}"},
            "servers": [{"name": "EX01", "build": "15.2.1748.39"}],
        },
        "verification": {
            "on_premises_mailbox": f"User1@{name}",
            "online_mailbox": f"AdeleV@{name}",
        },
    }


def main() -> None:
    count, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"org{number:05}.json"
        path.write_text(json.dumps(config(number), indent=2) + "\n", encoding="utf-8")


main()
