"""Name the files of the search, and read them back: ``build/search.py`` makes them."""

from __future__ import annotations

import json
import posixpath
from typing import Any

from ppun_access.runtime.untrusted_files import parse_json

SCRIPT = "assets/recherche.js"
INDEX = "assets/recherche-index.js"
WORDS = "recherche.js"
MANY = 5
"""The site is searched from so many texts up: fewer are seen at once on the home page."""


def words_path(page: str) -> str:
    """Return the path of the script that holds the words of a page."""
    return posixpath.join(posixpath.dirname(page), WORDS)


def script(function: str, value: Any) -> bytes:
    """Return the script that gives ``value`` to a function of the page."""
    told = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    safe = told.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return f"{function}({safe});\n".encode()


def value_of(script: bytes) -> Any:
    """Return the value that a script of ``script`` gives; ValueError when it is another."""
    return parse_json(script[script.index(b"(") + 1 : script.rindex(b")")])
