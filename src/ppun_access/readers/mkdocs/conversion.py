"""Turn a page into HTML, by Python-Markdown with the extensions of its site alone.

Nothing that a site names is imported or called: an extension is known by its name, and
only those of its options that change the words are passed on.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.toc import slugify, slugify_unicode
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX
from pymdownx import slugs

from ppun_access.readers.mkdocs.extensions import ICONS, OPTIONS
from ppun_access.readers.mkdocs.icons import Emoji
from ppun_access.readers.mkdocs.repairs import Footnotes, InlineCode
from ppun_access.readers.mkdocs.repairs import register as register_repairs
from ppun_access.readers.model import Extensions


def to_html(
    text: str, extensions: Extensions, addresses: Callable[[str, bool], str]
) -> tuple[str, list[str]]:
    """Return the HTML of a page, and the icons in it that stand in the place of words.

    ``addresses`` is given each address, and whether Markdown wrote it, not HTML.
    """
    made = [*_made(extensions), Page(addresses)]
    found = markdown.markdown(text, extensions=made)
    for before, after in _GLUED:
        found = found.replace(f"{before}{after}", f"{before} {after}")
    return found, [name for one in made if isinstance(one, Emoji) for name in one.alone]


_GLUED = (
    ("</del>", '<ins class="critic">'),
    ("</mark>", '<span class="critic comment">'),
)
"""What a colour alone keeps apart on a page of MkDocs."""


def _made(extensions: Extensions) -> Iterator[Extension]:
    """Yield the extensions as Python-Markdown takes them."""
    for name, options in extensions.items():
        if name == ICONS:
            yield Emoji()
        elif name == "footnotes":
            yield Footnotes()
        elif name == "pymdownx.inlinehilite":
            yield InlineCode()
        elif name in OPTIONS:
            yield _extension(name, options)


def _extension(name: str, options: Mapping[str, Any]) -> Extension:
    """Return one extension; an option that is not of the kind of its default is not taken.

    An extension that is given another one fails on every page.
    """
    taken = {key: options[key] for key in OPTIONS[name] if key in options}
    fitting = {k: v for k, v in taken.items() if _fits(v, _usual(name).get(k))}
    return _built(name, {**fitting, **_forced(name, options)})


@cache
def _usual(name: str) -> Mapping[str, Any]:
    """Return the options that an extension has by default."""
    return _built(name, {}).getConfigs()


def _built(name: str, options: dict[str, Any]) -> Extension:
    full = name if "." in name else f"markdown.extensions.{name}"
    return _markdown().build_extension(full, options)


@cache
def _markdown() -> markdown.Markdown:
    """Return what imports extensions by their names."""
    return markdown.Markdown()


def _fits(value: Any, default: Any) -> bool:
    if isinstance(default, list):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is type(default)


def _forced(name: str, options: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the options that our reading of the HTML needs."""
    match name:
        case "toc":
            level = options.get("baselevel")
            first = level if type(level) is int and 1 <= level <= 6 else 1
            return {"slugify": _slugify(options.get("slugify")), "baselevel": first}
        case "codehilite" | "pymdownx.highlight":
            return {"use_pygments": False}
        case "pymdownx.arithmatex":
            return {"generic": True}
        case "pymdownx.superfences":
            fence = {"name": "*", "class": "", "format": _code, "validator": _any_code}
            return {"custom_fences": [fence]}
        case _:
            return {}


def _slugify(asked: object) -> Any:
    """Return the rule of anchors that a site asks for, by its name.

    ``mkdocs.yml`` names a function, sometimes with arguments.
    """
    said = asked if isinstance(asked, dict) else {}
    name = str(said.get("name", "")).rpartition(".")
    match name[0], name[2]:
        case "pymdownx.slugs", "slugify":
            given = said.get("kwds")
            options = given if isinstance(given, dict) else {}
            kinds = {"case": str, "percent_encode": bool, "normalize": str}
            return slugs.slugify(
                **{k: v for k, v in options.items() if isinstance(v, kinds.get(k, ()))}
            )
        case "pymdownx.slugs", old if old.startswith(("uslugify", "gfm")):
            case_ = "none" if "cased" in old else "lower"
            case_ = "lower-ascii" if old.startswith("gfm") else case_
            return slugs.slugify(case=case_, percent_encode=old.endswith("encoded"))
        case _, "slugify_unicode":
            return slugify_unicode
        case _:
            return slugify


def _any_code(
    language: str, inputs: Mapping[str, Any], options: dict[str, Any],
    attrs: dict[str, Any], md: markdown.Markdown,
) -> bool:  # fmt: skip
    """Accept a fence whatever follows its language; keep what is written for people."""
    options.update((k, v) for k, v in inputs.items() if k == "title")
    return True


def _code(
    source: str, language: str, css_class: str, options: Mapping[str, Any],
    md: markdown.Markdown, **_: Any,
) -> str:  # fmt: skip
    """Return fenced code as HTML, without colours."""
    title = options.get("title")
    titled = f' title="{html.escape(str(title))}"' if isinstance(title, str) else ""
    kind = f' class="language-{html.escape(language)}"' if language else ""
    return f"<pre{titled}><code{kind}>{html.escape(source)}\n</code></pre>"


class Page(Extension):
    """What every page needs, whatever its site enables."""

    def __init__(self, addresses: Callable[[str, bool], str]) -> None:
        super().__init__()
        self._addresses = addresses

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register with ``md``."""
        register_repairs(md)
        md.treeprocessors.register(_Contents(md), "contents", 4)
        md.treeprocessors.register(_Addresses(md, self._addresses), "addresses", 0)


class _Contents(Treeprocessor):
    """Takes out the contents that « [TOC] » asks for: every format has its own."""

    def run(self, root: Element) -> None:
        """Rewrite the tree."""
        for parent in list(root.iter()):
            for child in [c for c in parent if c.get("class") == "toc"]:
                parent.remove(child)


_RAW = re.compile(r"""(<(?:a|img)\b[^<>]*?\b(?:href|src)\s*=\s*)(["'])([^"'<>]*)\2""", re.I)


class _Addresses(Treeprocessor):
    """Rewrites the addresses of a page, those of its HTML too."""

    def __init__(self, md: markdown.Markdown, change: Callable[[str, bool], str]) -> None:
        super().__init__(md)
        self._change = change

    def run(self, root: Element) -> None:
        """Rewrite the tree, and the HTML that is put aside."""
        for link in root.iter("a"):
            href = link.get("href", "")
            if STX not in href:  # that of a mail address, hidden from robots
                link.set("href", self._change(href, True))
        aside = self.md.htmlStash.rawHtmlBlocks
        for at, raw in enumerate(aside):
            if isinstance(raw, str) and "=" in raw:
                aside[at] = _RAW.sub(self._raw, raw)

    def _raw(self, found: re.Match[str]) -> str:
        address = html.escape(self._change(html.unescape(found[3]), False))
        return f"{found[1]}{found[2]}{address}{found[2]}"
