"""What the style sheet of our pages gives each element: a small cascade.

It reads the sheets that we write, not all of CSS: rules, ``@media`` on the colour scheme
and the size, selectors that soupsieve knows, ``var()``, ``rem``, ``em``, ``%`` and
``clamp()``. A test in a browser compares what comes out with the computed style.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import soupsieve
from bs4 import BeautifulSoup, Tag

Style = dict[str, str]
"""Property → computed value; lengths in ``px``."""

_INHERITED_TEXT = """
    color font-family font-size font-style font-weight hyphens letter-spacing line-height
    list-style-type overflow-wrap text-align text-indent text-transform white-space
    word-wrap
"""
INHERITED = frozenset(_INHERITED_TEXT.split())
INITIAL: Mapping[str, str] = {
    "color": "#000000",
    "font-family": "serif",
    "font-size": "16px",
    "font-style": "normal",
    "font-weight": "400",
    "hyphens": "manual",
    "letter-spacing": "normal",
    "line-height": "normal",
    "list-style-type": "disc",
    "overflow-wrap": "normal",
    "text-align": "start",
    "text-indent": "0",
    "text-transform": "none",
    "background-color": "transparent",
    "column-count": "auto",
    "columns": "auto",
    "display": "inline",
    "margin-bottom": "0",
    "text-decoration-line": "none",
    "text-shadow": "none",
}
BROWSER = """
html, body, div, p, ul, ol, li, dl, dt, dd, section, article, main, header, footer, nav,
figure, figcaption, blockquote, pre, hr, h1, h2, h3, h4, h5, h6 { display: block }
html { background-color: #ffffff }
h1, h2, h3, h4, h5, h6, strong, b, th { font-weight: 700 }
h1 { font-size: 2em } h2 { font-size: 1.5em } h3 { font-size: 1.17em }
em, i, cite, dfn, var, address { font-style: italic }
code, kbd, samp, pre { font-family: monospace }
sup, sub, small { font-size: .8333em }
a { text-decoration-line: underline } u, ins { text-decoration-line: underline }
s, del { text-decoration-line: line-through }
ol { list-style-type: decimal } li { display: list-item } th { text-align: center }
p, ul, ol, dl, figure, blockquote, pre { margin-bottom: 1em }
table { display: table } tr { display: table-row } td, th { display: table-cell }
mark { background-color: #ffff00; color: #000000 }
"""
"""What browsers do before any sheet, for the elements that our pages hold.

They shrink ``monospace`` only where no sheet gives a size, and ours gives one to the body.
"""

_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_STATE = re.compile(
    r"::[\w-]+(?:\([^)]*\))?|:(?:hover|focus|focus-visible|active|target|visited)\b"
)
_SIDE = {"start": "left"}


@dataclass(frozen=True, slots=True)
class Scene:
    """How a page is looked at: width and height in CSS pixels, colour scheme."""

    width: float = 1280.0
    dark: bool = False
    height: float = 800.0


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A selector, its weight, and what it declares."""

    selector: str
    weight: tuple[int, int, int]
    declared: tuple[tuple[str, str], ...]


def computed(page: BeautifulSoup, sheets: Iterable[str], scene: Scene) -> dict[int, Style]:
    """Return the style of each element of ``page``, by ``id()`` of the element."""
    texts = (BROWSER, *sheets)
    rules = [rule for text in texts for rule in _rules(_COMMENT.sub("", text), scene)]
    matched: dict[int, list[tuple[tuple[int, int, int], int, StyleRule]]] = {}
    origin = len(list(_rules(BROWSER, scene)))
    for order, rule in enumerate(rules):
        weight = (-1, 0, 0) if order < origin else rule.weight
        for tag in soupsieve.select(rule.selector, page):
            matched.setdefault(id(tag), []).append((weight, order, rule))
    styles: dict[int, Style] = {}
    root_size = 16.0
    for tag in page.find_all(True):
        parent = styles.get(id(tag.parent)) if isinstance(tag.parent, Tag) else None
        found = sorted(matched.get(id(tag), []), key=lambda one: one[:2])
        style = _style([one[2] for one in found], parent, scene, root_size)
        styles[id(tag)] = style
        if tag.name == "html":
            root_size = pixels(style["font-size"])
    return styles


def pixels(value: str) -> float:
    """Return a computed length as a number of CSS pixels; 0 for a word."""
    found = re.fullmatch(r"(-?[\d.]+)px", value)
    return float(found[1]) if found else 0.0


def _rules(text: str, scene: Scene) -> Iterator[StyleRule]:
    """Yield the rules of a sheet that hold in ``scene``, each selector apart."""
    for head, body in _blocks(text):
        if head.startswith("@media"):
            if _holds(head, scene):
                yield from _rules(body, scene)
        elif not head.startswith("@"):
            declared = tuple(_declarations(body))
            for selector in _split(head, ","):
                if not _STATE.search(selector):
                    yield StyleRule(selector, specificity(selector), declared)


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before and between each pair of outer braces."""
    start = depth = opened = 0
    for at, letter in enumerate(text):
        if letter == "{":
            if not depth:
                opened = at
            depth += 1
        elif letter == "}":
            depth -= 1
            if not depth:
                yield " ".join(text[start:opened].split()), text[opened + 1 : at]
                start = at + 1


def _holds(head: str, scene: Scene) -> bool:
    """Return whether a media query holds on a screen."""
    if "print" in head or "forced-colors" in head or "prefers-reduced-motion" in head:
        return False
    if scheme := re.search(r"prefers-color-scheme:\s*(\w+)", head):
        return (scheme[1] == "dark") == scene.dark
    asked = re.search(r"(min|max)-(width|height):\s*([\d.]+)(rem|em|px)", head)
    if not asked:
        raise ValueError(f"unknown media query: {head}")
    size = scene.width if asked[2] == "width" else scene.height
    limit = float(asked[3]) * (1 if asked[4] == "px" else 16)
    return size >= limit if asked[1] == "min" else size <= limit


def _declarations(body: str) -> Iterator[tuple[str, str]]:
    for declaration in _split(body, ";"):
        name, _, value = declaration.partition(":")
        name, value = name.strip(), value.strip()
        yield from _longhands(name, value) if value else ()


def _longhands(name: str, value: str) -> Iterator[tuple[str, str]]:
    """Yield a declaration, its shorthand undone where we use one."""
    match name:
        case "font" if value != "inherit":
            found = re.match(r"(?:(\w+)\s+)?(\S+?)/(\S+)\s+(.+)", value)
            if not found:
                raise ValueError(f"unknown font: {value}")
            yield "font-size", found[2]
            yield "line-height", found[3]
            yield "font-family", found[4]
        case "font":
            yield from ((f"font-{part}", value) for part in ("size", "family", "weight"))
            yield from (("font-style", value), ("line-height", value))
        case "margin":
            parts = _split(value, " ")
            yield "margin-bottom", parts[2] if len(parts) > 2 else parts[0]
        case "background":
            yield "background-color", value
        case "text-decoration":
            yield "text-decoration-line", value.split()[0]
        case "list-style":
            yield "list-style-type", value.split()[0]
        case _:
            yield name, value


def _split(text: str, mark: str) -> list[str]:
    """Split at ``mark`` outside brackets and quotes."""
    parts, depth, current = [], 0, ""
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == mark and not depth:
            parts.append(current.strip())
            current = ""
        else:
            current += letter
    return [part for part in (*parts, current.strip()) if part]


def specificity(selector: str) -> tuple[int, int, int]:
    """Return the weight of a selector: ids, classes, types (CSS Selectors 4, § 17)."""
    inner = [
        specificity(found) for found in re.findall(r":(?:not|is)\(([^)]*)\)", selector)
    ]
    text = re.sub(r":(?:not|is)\([^)]*\)", "", selector)
    ids = len(re.findall(r"#[\w-]+", text))
    classes = len(re.findall(r"\.[\w-]+|\[[^\]]*\]|(?<!:):[\w-]+(?:\([^)]*\))?", text))
    bare = re.sub(r"[#.:][\w-]+(?:\([^)]*\))?|\[[^\]]*\]", "", text)
    types = len(re.findall(r"[a-zA-Z][\w-]*", bare))
    return (
        ids + sum(one[0] for one in inner),
        classes + sum(one[1] for one in inner),
        types + sum(one[2] for one in inner),
    )


def _style(
    rules: list[StyleRule], parent: Style | None, scene: Scene, root: float
) -> Style:
    """Return the style of an element from its rules, the weightiest last."""
    above = parent or dict(INITIAL)
    style: Style = {
        name: above[name] if name in INHERITED or name.startswith("--") else value
        for name, value in INITIAL.items()
    }
    style |= {name: value for name, value in above.items() if name.startswith("--")}
    declared = {name: value for rule in rules for name, value in rule.declared}
    style |= {name: value for name, value in declared.items() if name.startswith("--")}
    values = {name: _resolved(value, style) for name, value in declared.items()}
    size = values.pop("font-size", "inherit")
    base = pixels(above["font-size"])
    style["font-size"] = _length(size, base, root, scene, above["font-size"])
    own = pixels(style["font-size"])
    for name, value in values.items():
        if value == "inherit":
            style[name] = above.get(name, INITIAL.get(name, ""))
        elif name in ("letter-spacing", "text-indent", "margin-bottom"):
            style[name] = _length(value, own, root, scene, value)
        elif name == "font-weight":
            style[name] = {"normal": "400", "bold": "700"}.get(value, value)
        elif name == "text-align":
            style[name] = _SIDE.get(value, value)
        elif not name.startswith("--"):
            style[name] = value
    return style


def _resolved(value: str, style: Style) -> str:
    for _ in range(5):
        if "var(" not in value:
            break
        value = re.sub(r"var\((--[\w-]+)\)", lambda m: style.get(m[1], ""), value)
    return value


def _length(value: str, em: float, root: float, scene: Scene, default: str) -> str:
    """Return a length in pixels: « 1.5em », « clamp(…) », « .4rem + 2vw »."""
    if value == "inherit":
        return default
    clamp = re.fullmatch(r"clamp\((.*)\)", value)
    if clamp:
        low, wanted, high = (
            pixels(_length(part, em, root, scene, "0")) for part in _split(clamp[1], ",")
        )
        return f"{min(max(wanted, low), high):g}px"
    units = {"rem": root, "em": em, "px": 1.0, "vw": scene.width / 100, "%": em / 100}
    terms = re.findall(r"([+-]?\s*[\d.]+)(rem|em|px|vw|%)?", value)
    if not terms or re.search(r"[a-z]{4,}", value):
        return value
    total = sum(float(n.replace(" ", "")) * units.get(unit, 1.0) for n, unit in terms)
    return f"{total:g}px"
