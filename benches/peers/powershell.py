"""Our quoting for Jinja2, in Python: what the two engines then do is the same work."""

import json

from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup


def string(text: str) -> str:
    if text.isascii() and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    units = text.encode("utf-16-be")
    codes = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    return "(''" + "".join(f" + [char] 0x{code}" for code in codes) + ")"


def literal(value: object) -> str:
    if value is None:
        return "$null"
    if isinstance(value, bool):
        return "$true" if value else "$false"
    if isinstance(value, str):
        return string(value)
    if isinstance(value, (list, tuple)):
        return "@(" + ", ".join(map(literal, value)) + ")"
    if isinstance(value, dict):
        pairs = (f"{string(key)} = {literal(one)}" for key, one in value.items())
        return "[ordered] @{ " + "; ".join(pairs) + " }"
    return json.dumps(value)


def finalize(value: object) -> object:
    """Quotes what no filter has declared safe."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return string(value)
    return value


def prepare(environment: Environment) -> None:
    environment.finalize = finalize
    environment.filters["ps"] = lambda value: Markup(literal(value))


class PowerShell(Extension):
    """For copier, which takes extensions by name."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        prepare(environment)
