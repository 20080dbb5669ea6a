"""Convert documents to JSON (golden files, interchange) and to digests (cache keys)."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import MISSING, fields, is_dataclass
from typing import Any


def to_json(tree: object) -> Any:
    """Return ``tree`` as plain JSON values; defaults and positions are left out."""
    if isinstance(tree, tuple):
        return [to_json(item) for item in tree]
    if not is_dataclass(tree):
        return tree
    values = {
        f.name: to_json(value)
        for f in fields(tree)
        if f.compare
        and (f.default is MISSING or getattr(tree, f.name) != f.default)
        and (value := getattr(tree, f.name)) is not None
    }
    return {"t": type(tree).__name__, **values}


def dumps(tree: object) -> str:
    """Return ``tree`` as JSON text, the same every time."""
    return json.dumps(to_json(tree), ensure_ascii=False, sort_keys=True)


def digest(tree: object) -> str:
    """Return the SHA-256 of the content of ``tree``, 64 hexadecimal digits."""
    return _sum(dumps(tree))


_LED = re.compile(r'"href": "(?![a-z][a-z0-9+.-]*:|#)((?:[^"\\]|\\.)*)"', re.IGNORECASE)
"""Where a link leads in the site: no text holds quotation marks as they are, in JSON."""


def digests(tree: object) -> tuple[str, str]:
    """Return the digest of ``tree`` but for where its links lead in the site; and of that.

    >>> from ppun_access.document.model import Link
    >>> one, two = digests(Link((), "a/")), digests(Link((), "b/"))
    >>> one[0] == two[0], one[1] == two[1]
    (True, False)
    """
    text = dumps(tree)
    return _sum(_LED.sub('"href": ""', text)), _sum(json.dumps(_LED.findall(text)))


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
