"""Rebuild an SVG drawing from safe elements only: no scripts, no references.

Source of the names: SVG 2 (W3C), with Filter Effects 1 and SVG Animations 2.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import etree

from ppun_access.writers.picture_sizes import kind_of, too_large

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
MOST_SHAPES = 100_000
"""What a drawing shows, each thing counted as often as it is used."""
_WORD = re.compile(r"\w+")
_DEEPEST = 3
"""Drawings inside drawings."""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_ANIMATIONS = frozenset(("animate", "animateTransform", "animateMotion", "set", "mpath"))
_ELEMENTS = _ANIMATIONS | _names(
    """
    svg g defs symbol use path rect circle ellipse line polyline polygon text tspan textPath
    title desc linearGradient radialGradient stop pattern clipPath mask marker image switch
    style filter feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood
    feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode feOffset
    """
)
_PRESENTATION = _names(
    """
    alignment-baseline baseline-shift clip-path clip-rule color color-interpolation
    color-interpolation-filters cursor direction display dominant-baseline fill fill-opacity
    fill-rule filter flood-color flood-opacity font-family font-size font-size-adjust
    font-stretch font-style font-variant font-weight image-rendering isolation
    letter-spacing lighting-color marker-end marker-mid marker-start mask mask-type
    mix-blend-mode opacity overflow paint-order pointer-events shape-rendering stop-color
    stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
    stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-rendering
    transform transform-origin unicode-bidi vector-effect visibility white-space
    word-spacing writing-mode
    """
)
_ATTRIBUTES = _PRESENTATION | _names(
    """
    accumulate additive amplitude attributeName azimuth baseProfile begin by calcMode class
    clipPathUnits cx cy d dur dx dy edgeMode end exponent fill filterUnits from fr fx fy
    gradientTransform gradientUnits height id in in2 intercept k1 k2 k3 k4 keyPoints
    keySplines keyTimes lang lengthAdjust markerHeight markerUnits markerWidth
    maskContentUnits maskUnits max method min mode offset operator orient origin path
    pathLength patternContentUnits patternTransform patternUnits points preserveAspectRatio
    primitiveUnits r radius refX refY repeatCount repeatDur requiredExtensions restart
    result role rotate rx ry side slope spacing spreadMethod startOffset stdDeviation style
    systemLanguage tabindex tableValues textLength to type values version viewBox width x x1
    x2 y y1 y2
    """
)
_SPOKEN = re.compile(r"aria-[a-z]+")
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ACTIVE = re.compile(
    r"[\\<]|//|url\(\s*+(?![\"']?#)|(?:image|image-set|cross-fade|src|element|paint)\(|"
    r"(?:java|vb)script:|expression\(|(?:behavior|binding)\s*:",
    re.IGNORECASE,
)
"""What a style or an attribute does that is more than drawing with what is inside."""
_HELD = re.compile(r"data:image/(?:png|jpe?g|gif|webp|svg\+xml)((?:;[^,;]{0,40})*),", re.I)


def rebuilt(content: bytes, inside: int = 0) -> bytes | None:
    """Return the drawing with only safe, visible elements; None if invalid or hostile.

    >>> rebuilt(b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"><script/></svg>')
    b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    """
    try:
        root = _parsed(content)
    except (etree.XMLSyntaxError, ValueError):
        return None
    dtd: Any = root.getroottree().docinfo.internalDTD
    if root.tag != f"{{{SVG}}}svg" or (dtd is not None and dtd.entities()):
        return None
    made = _copy(root, None, inside)
    try:
        if made is None or _shapes(made) > MOST_SHAPES:
            return None
    except RecursionError:  # hundreds of things, each of which uses the next
        return None
    etree.cleanup_namespaces(made)
    return etree.tostring(made, encoding="utf-8")


def loses_words(content: bytes, drawing: bytes) -> bool:
    """Return whether words that a drawing writes in HTML are not in the rebuilt one.

    Programs that draw diagrams do so; some write them a second time, as SVG does.
    """
    foreign = _parsed(content).iter("{*}foreignObject")
    written = {word for one in foreign for word in _WORD.findall(_text(one))}
    return bool(written - {*_WORD.findall(_text(_parsed(drawing)))})


def _text(element: etree._Element) -> str:
    return " ".join(map(str, element.itertext()))


def _parsed(content: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    return etree.fromstring(content, parser)


def _copy(
    element: etree._Element, parent: etree._Element | None, inside: int
) -> etree._Element | None:
    """Copy an element that draws, with what it holds; None for one that does not."""
    space, _, name = str(element.tag).rpartition("}")  # a namespace may hold any sign
    local = "g" if name == "a" else name
    if space != f"{{{SVG}" or local not in _ELEMENTS:
        return None
    attributes = dict(_attributes(element, inside))
    if local == "image" and not attributes.keys() & {"href", f"{{{XLINK}}}href"}:
        return None
    if local in _ANIMATIONS and attributes.get("attributeName", "x") not in _ANIMATED:
        return None
    if local == "style" and not _only_styles("".join(map(str, element.itertext()))):
        return None
    names: Any = {None: SVG, "xlink": XLINK}  # which the types of lxml do not know
    tag = f"{{{SVG}}}{local}"
    made = (
        etree.Element(tag, attributes, names)
        if parent is None
        else etree.SubElement(parent, tag, attributes)
    )
    made.text, last = element.text, None
    for child in element:
        copied = _copy(child, made, inside) if isinstance(child.tag, str) else None
        if copied is not None:
            copied.tail, last = child.tail, copied
        elif child.tail and last is None:
            made.text = (made.text or "") + child.tail
        elif child.tail and last is not None:
            last.tail = (last.tail or "") + child.tail
    return made


def _only_styles(rules: str) -> bool:
    return "@" not in rules and not _ACTIVE.search(rules)


_ANIMATED = (_PRESENTATION | _ATTRIBUTES | {"x"}) - {"style", "class", "id"}
"""The attributes that an animation may change: no address."""


def _attributes(element: etree._Element, inside: int) -> Iterator[tuple[str, str]]:
    for name, value in ((str(n), str(v)) for n, v in element.attrib.items()):
        match name:
            case "href" | "{http://www.w3.org/1999/xlink}href":
                if address := _address(element, value.strip(), inside):
                    yield name, address
            case plain if plain.startswith(_XML) or _SPOKEN.fullmatch(plain):
                if plain != f"{_XML}base":
                    yield plain, value
            case plain if plain in _ATTRIBUTES and not _ACTIVE.search(value):
                yield plain, value


def _address(element: etree._Element, value: str, inside: int) -> str:
    """Return an address that leads inside the drawing; empty for any other."""
    if value.startswith("#"):
        return value
    found = _HELD.match(value)
    if not found or etree.QName(element).localname != "image":
        return ""
    try:
        raw = unquote_to_bytes(value[found.end() :])
        coded = "base64" in found[1].lower()
        content = b64decode(b"".join(raw.split())) if coded else raw
    except ValueError:
        return ""
    kind = kind_of(content)
    if kind and kind[1] == ".svg":
        content = rebuilt(content, inside + 1) or b"" if inside < _DEEPEST else b""
    if not kind or not content or too_large(content):
        return ""
    return f"data:{kind[0]};base64,{b64encode(content).decode()}"


def _shapes(root: etree._Element) -> int:
    """Return how many things are drawn, those that are used again counted each time."""
    named = {id_: one for one in root.iter() if (id_ := one.get("id"))}
    known: dict[etree._Element, int] = {}

    def count(element: etree._Element) -> int:
        if element not in known:
            known[element] = 0  # one that uses itself draws nothing more
            used = named.get(_used(element))
            own = sum(map(count, element)) + (0 if used is None else count(used))
            known[element] = 1 + own
        return known[element]

    return count(root)


def _used(element: etree._Element) -> str:
    address = element.get("href") or element.get(f"{{{XLINK}}}href") or ""
    return address[1:] if address.startswith("#") else ""
