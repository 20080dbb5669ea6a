"""The extensions of Python-Markdown that are read, and those that a site enables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ppun_access.readers.mkdocs.snippets import SNIPPETS
from ppun_access.readers.model import Extensions

ICONS = "pymdownx.emoji"
_BUNDLES: Mapping[str, tuple[str, ...]] = {
    "extra": (
        "abbr", "attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables",
    ),
    "pymdownx.extra": (
        "pymdownx.betterem", "pymdownx.superfences", "footnotes", "attr_list", "def_list",
        "tables", "abbr", "md_in_html",
    ),
}  # fmt: skip
"""An extension that is several others."""
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "abbr": (),
    "admonition": (),
    "attr_list": (),
    "codehilite": (),
    "def_list": (),
    "fenced_code": (),
    "footnotes": (),
    "legacy_attrs": (),
    "legacy_em": (),
    "md_in_html": (),
    "nl2br": (),
    "sane_lists": (),
    "smarty": ("smart_quotes", "smart_dashes", "smart_ellipses", "smart_angled_quotes"),
    "tables": (),
    "toc": ("separator", "marker"),
    "wikilinks": ("base_url", "end_url"),
    "pymdownx.arithmatex": ("smart_dollar", "block_syntax", "inline_syntax"),
    "pymdownx.betterem": ("smart_enable",),
    "pymdownx.blocks.admonition": (),
    "pymdownx.blocks.caption": (),
    "pymdownx.blocks.definition": (),
    "pymdownx.blocks.details": (),
    "pymdownx.blocks.html": (),
    "pymdownx.blocks.tab": (),
    "pymdownx.caret": ("smart_caret", "smart_insert", "insert", "superscript"),
    "pymdownx.critic": ("mode",),
    "pymdownx.details": (),
    ICONS: (),
    "pymdownx.escapeall": ("hardbreak", "nbsp"),
    "pymdownx.fancylists": (),
    "pymdownx.highlight": (),
    "pymdownx.inlinehilite": (),
    "pymdownx.keys": ("separator", "camel_case"),
    "pymdownx.magiclink": (
        "hide_protocol", "repo_url_shortener", "repo_url_shorthand",
        "social_url_shortener", "social_url_shorthand", "provider", "user", "repo",
    ),
    "pymdownx.mark": ("smart_mark",),
    "pymdownx.progressbar": (),
    "pymdownx.quotes": ("callouts",),
    "pymdownx.saneheaders": (),
    "pymdownx.smartsymbols": (
        "trademark", "copyright", "registered", "care_of", "plusminus", "arrows",
        "notequal", "fractions", "ordinal_numbers",
    ),
    "pymdownx.superfences": (),
    "pymdownx.tabbed": (),
    "pymdownx.tasklist": (),
    "pymdownx.tilde": ("smart_tilde", "smart_delete", "delete", "subscript"),
}  # fmt: skip
"""Every extension that is read, and those of its options that are."""
_ALIASES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "mdx_math": ("pymdownx.arithmatex", {"inline_syntax": ["round"]}),
}
"""An extension that one of these reads as well, with these options."""
_WITHOUT_WORDS = ("meta", "pymdownx.b64", "pymdownx.striphtml", SNIPPETS)
"""What is known and changes no words, or is read before (``snippets.py``)."""
_BY_DEFAULT = ("toc", "tables", "fenced_code")
"""What MkDocs always enables."""


def known(name: str) -> bool:
    """Return whether an extension is one that is read."""
    name = _short(name)
    return any(name in one for one in (OPTIONS, _BUNDLES, _ALIASES, _WITHOUT_WORDS))


def enabled(given: Mapping[str, Mapping[str, Any]]) -> Extensions:
    """Return the extensions of a page: MkDocs' own, then those that a site names."""
    found: dict[str, Mapping[str, Any]] = {name: {} for name in _BY_DEFAULT}
    for name, options in given.items():
        short = _short(name)
        if short in _ALIASES:
            short, options = _ALIASES[short]
        inner = _BUNDLES.get(short, (short,))
        for one in inner:
            own = options.get(one) if short in _BUNDLES else options
            found[one] = own if isinstance(own, dict) else found.get(one, {})
    return found


def _short(name: str) -> str:
    """Return the name by which an extension of Python-Markdown itself is known here."""
    return name.removeprefix("markdown.extensions.")
