"""Verify an EPUB: its ZIP, its manifest, its metadata, its overlays.

EPUBCheck holds books to the specification; this says at once, without Java, what it does
not see or what only we promise (EPUB 3.3, « OCF », « Package document »).
"""

from __future__ import annotations

import re
import stat
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from ppun_access.inspect.epub_overlays import check_overlays, path_inside
from ppun_access.runtime.untrusted_files import (
    RefusedFileError,
    open_zip,
    read_start,
    unpacked,
)
from ppun_access.writers.html.xhtml import XML_LANG

MIMETYPE = b"application/epub+zip"
CONTAINER = "META-INF/container.xml"
CERTIFIED_BY = "a11y:certifiedBy"
REQUIRED = (
    "accessMode",
    "accessModeSufficient",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessibilitySummary",
)
"""What a book says of itself (EPUB Accessibility 1.1, « Discovery metadata »)."""
PAGE = "application/xhtml+xml"
OPF = "{http://www.idpf.org/2007/opf}"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_LOCAL_HEADER = 30
_DECLARES = re.compile(rb"<!(?:ENTITY|ATTLIST|ELEMENT|NOTATION)")
"""What would give a page elements or attributes that are not written in it."""
_RUNNING = frozenset(
    {"script", "iframe", "frame", "object", "embed", "applet", "form", "base", "portal",
     "foreignobject", "handler", "listener"}
)  # fmt: skip
"""Elements, whatever their namespace, that run something or open another document."""
_ASKING = frozenset({"http-equiv", "srcdoc", "formaction", "action", "srcset"})
_ADDRESSES = frozenset({"src", "href", "data", "poster", "background", "textref"})
_LINKS = ("", "http", "https", "mailto", "tel", "sms")
"""Ways to begin an address that a reader may follow."""
_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class Package:
    """The package document: where it is, its tree, its manifest by id (path, item)."""

    path: str
    root: etree._Element
    items: Mapping[str, tuple[str, etree._Element]]

    def metas(self, name: str) -> list[str]:
        """Return the values of a property of the book itself."""
        return [
            (meta.text or "").strip()
            for meta in self.root.iter(f"{OPF}meta")
            if meta.get("property") == name and not meta.get("refines")
        ]

    def refined(self, name: str) -> dict[str, str]:
        """Return the values of a property by the id of what it is said of."""
        return {
            (meta.get("refines") or "").removeprefix("#"): (meta.text or "").strip()
            for meta in self.root.iter(f"{OPF}meta")
            if meta.get("property") == name and meta.get("refines")
        }


def check_epub(path: Path) -> Iterator[str]:
    """Yield the faults of a book, in French."""
    files = dict[str, bytes]()
    try:
        with open_zip(path) as book:
            for name, pieces in unpacked(book):
                try:
                    files[name] = b"".join(pieces)
                except zipfile.BadZipFile:
                    yield f"dans ce livre, {name} est abîmé."
                    return
            yield from _layout(book, read_start(path, _LOCAL_HEADER + 100))
    except RefusedFileError as error:
        yield f"ce livre n’est pas ouvert : {error.message}."
        return
    except (zipfile.BadZipFile, OSError, RuntimeError):
        yield "ce n’est pas un livre EPUB (l’archive ne s’ouvre pas)."
        return
    try:
        package = _package(files)
        trees = _trees(package, files)
    except (KeyError, ValueError, etree.XMLSyntaxError) as error:
        yield f"ce livre est illisible : {error}."
        return
    yield from _manifest(package, files)
    yield from _spine(package)
    yield from _metadata(package)
    yield from _languages(trees)
    for name, tree in trees.items():
        yield from sorted({f"{name} : {wrong}." for wrong in _active(tree, name, files)})
    yield from check_overlays(package, files, trees)


def _layout(book: zipfile.ZipFile, content: bytes) -> Iterator[str]:
    """Yield the faults of the ZIP: the type of the file opens it, bare."""
    entries = book.infolist()
    first = entries[0] if entries else None
    if first is None or first.filename != "mimetype" or first.header_offset:
        yield "« mimetype » n’est pas le premier fichier de l’archive."
    elif first.compress_type != zipfile.ZIP_STORED:
        yield "« mimetype » est compressé : il doit être enregistré tel quel."
    elif book.read(first) != MIMETYPE:
        yield "« mimetype » ne dit pas « application/epub+zip »."
    elif not content[_LOCAL_HEADER:].startswith(b"mimetype" + MIMETYPE):
        yield "« mimetype » a un champ en trop dans l’archive."
    for name in _repeated(entry.filename for entry in entries):
        yield f"{name} est deux fois dans l’archive."
    for entry in entries:
        if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
            yield f"{entry.filename} n’est pas un fichier ordinaire (un lien…)."
        if entry.compress_type not in _DEFLATED:
            yield f"{entry.filename} est compressé d’une façon que l’EPUB ne permet pas."


def _repeated(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


def _package(files: Mapping[str, bytes]) -> Package:
    """Return the package document; KeyError or ValueError when the book has none."""
    if CONTAINER not in files:
        raise ValueError(f"{CONTAINER} manque")
    for rootfile in _parsed(files[CONTAINER]).iter("{*}rootfile"):
        path = rootfile.get("full-path") or ""
        if path not in files:
            raise ValueError(f"{CONTAINER} annonce « {path} », qui manque")
        root = _parsed(files[path])
        items = {
            str(item.get("id")): (path_inside(path, item.get("href") or ""), item)
            for item in root.iter(f"{OPF}item")
        }
        return Package(path, root, items)
    raise ValueError(f"{CONTAINER} n’annonce aucun livre")


def _trees(package: Package, files: Mapping[str, bytes]) -> dict[str, etree._Element]:
    """Return the XHTML and SMIL documents of the manifest by their paths."""
    kinds = (PAGE, "application/smil+xml")
    return {
        path: _parsed(files[path])
        for path, item in package.items.values()
        if item.get("media-type") in kinds and path in files
    }


def _parsed(content: bytes) -> etree._Element:
    if _DECLARES.search(content.replace(b"\0", b"")):
        raise ValueError("une page déclare des entités XML")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    return etree.fromstring(content, parser)


def _manifest(package: Package, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield files that are listed but missing, or present but not listed."""
    listed = [path for path, _ in package.items.values()]
    for path in listed:
        if path not in files:
            yield f"le manifeste annonce {path}, qui manque."
    for path in _repeated(listed):
        yield f"le manifeste annonce {path} deux fois."
    known = set(listed)
    for path in files:
        apart = path in ("mimetype", package.path) or path.startswith("META-INF/")
        if not apart and not path.endswith("/") and path not in known:
            yield f"{path} n’est pas dans le manifeste."


def _spine(package: Package) -> Iterator[str]:
    refs = [str(ref.get("idref")) for ref in package.root.iter(f"{OPF}itemref")]
    if not refs:
        yield "ce livre n’a aucune page dans son ordre de lecture."
    for ref in refs:
        if ref not in package.items:
            yield f"l’ordre de lecture demande « {ref} », que le manifeste n’a pas."
        elif package.items[ref][1].get("media-type") != PAGE:
            yield f"dans l’ordre de lecture, « {ref} » n’est pas une page XHTML."
    navs = [
        path
        for path, item in package.items.values()
        if "nav" in (item.get("properties") or "").split()
    ]
    if len(navs) != 1:
        yield f"ce livre a {len(navs)} sommaires au lieu d’un."


def _metadata(package: Package) -> Iterator[str]:
    """Yield missing metadata, and claims that were not verified."""
    for name in REQUIRED:
        if not any(package.metas(f"schema:{name}")):
            yield f"ce livre ne dit rien de son accessibilité pour « {name} »."
    sufficient = package.metas("schema:accessModeSufficient")
    if not any("textual" in modes.split(",") for modes in sufficient):
        yield "« accessModeSufficient » ne dit pas que ce livre peut être lu en texte."
    for lang in package.root.iter("{http://purl.org/dc/elements/1.1/}language"):
        if not _LANGUAGE.fullmatch((lang.text or "").strip()):
            yield f"« dc:language » n’est pas un code de langue : « {lang.text or ''} »."
    claims = [
        *package.metas("dcterms:conformsTo"),
        *(link for link in package.root.iter(f"{OPF}link")
          if link.get("rel") == "dcterms:conformsTo"),
    ]  # fmt: skip
    certified = package.metas(CERTIFIED_BY) or any(package.refined(CERTIFIED_BY).values())
    if claims and not certified:
        yield (
            "ce livre se dit conforme à une norme et ne dit pas qui l’a vérifié "
            "(« certificateur » de [epub])."
        )
    spoken = any(item.get("media-overlay") for _, item in package.items.values())
    says = "synchronizedAudioText" in package.metas("schema:accessibilityFeature")
    if spoken != says:
        yield (
            "ce livre a du son et ne le dit pas." if spoken
            else "ce livre annonce un son qu’il n’a pas."
        )  # fmt: skip
    if spoken != ("auditory" in package.metas("schema:accessMode")):
        yield "« accessMode » ne dit pas si ce livre a du son."


def _languages(trees: Mapping[str, etree._Element]) -> Iterator[str]:
    """Yield the languages that readers of HTML and of XML do not both find."""
    for path, root in trees.items():
        if root.tag == "{http://www.w3.org/1999/xhtml}html" and not root.get("lang"):
            yield f"{path} ne dit pas sa langue."
        for element in root.iter("{http://www.w3.org/1999/xhtml}*"):
            if element.get("lang") != element.get(XML_LANG):
                lang = element.get("lang") or element.get(XML_LANG)
                yield f"{path} : une langue (« {lang} ») n’est dite qu’à moitié."


# A page is data


def _active(root: etree._Element, path: str, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what a page runs, or asks for that is not in the book.

    Reading systems, and the browser of Ace, open pages as they are.
    """
    if (root.getroottree().docinfo.encoding or "utf-8").lower() != "utf-8":
        yield "cette page n’est pas en UTF-8"
    if root.getprevious() is not None or root.getnext() is not None:
        yield "quelque chose précède ou suit la page elle-même"
    for node in root.iter():
        if isinstance(node, etree._ProcessingInstruction):
            yield "une instruction de traitement n’a rien à faire dans une page"
        elif isinstance(node.tag, str):
            yield from _asked(node, path, files)


def _asked(node: etree._Element, path: str, files: Mapping[str, bytes]) -> Iterator[str]:
    tag = etree.QName(node).localname.lower()
    if tag in _RUNNING:
        yield f"l’élément « {tag} » n’est pas permis"
    for key, value in ((str(k), str(v)) for k, v in node.items()):
        name = etree.QName(key).localname.lower()
        if name.startswith("on") or name in _ASKING:
            yield f"l’attribut « {name} » n’est pas permis"
        elif name in _ADDRESSES and not _is_followed(value, tag, path, files):
            yield f"l’adresse « {value[:80]} » n’est pas dans le livre"


def _is_followed(value: str, tag: str, path: str, files: Mapping[str, bytes]) -> bool:
    """Return whether an address is a reader's link, or a file of the book."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return False
    if tag in ("a", "area"):
        return parts.scheme.lower() in _LINKS
    alone = parts.scheme or parts.netloc or parts.path.startswith("/")
    return not alone and (not parts.path or path_inside(path, parts.path) in files)
