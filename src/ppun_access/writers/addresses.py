"""Decide which addresses of links and pictures a page may use, and write them.

A page calls no third party and runs nothing: pictures come from the site itself, and a
link opens a page, a file, a mail or a phone call.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, unquote

from ppun_access.document.model import Abbr, Image, Link, Note
from ppun_access.document.walk import plain_text
from ppun_access.report import Finding, Report
from ppun_access.writers.characters import clean, one_line
from ppun_access.writers.labels import quoted

LINK_SCHEMES = ("http", "https", "mailto", "tel")

PICTO = "picto-"
"""How the name of a pictogram's file begins in the site: it is shown small."""
LONGEST_SHOWN = 80
"""Characters of an address in a message."""

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20]+|[\x00-\x20]+$")  # as browsers do
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "%/:?#[]@!$&'()*+,;=~"
_GAP = r"[ \xa0\u202f.-]"
_WRITTEN = re.compile(
    r"(?P<web>(?<![\w@./:-])(?:https?://|www\.)(?:(?![,;](?:https?:|www\.))[^\s<>\"«»“”])+(?<![).,;:!?…'’\]]))"
    r"|(?P<mail>(?<![\w.+@/-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+(?<!-))"
    rf"|(?P<phone>(?<![\w+/-])(?<!\d[ \xa0\u202f.,-])(?:"
    rf"(?:0[1-9]|\+33{_GAP}?(?:\(0\){_GAP}?)?[1-9])(?:{_GAP}\d\d){{4}}"
    rf"|0{_GAP}?[89]\d\d(?:(?:{_GAP}\d\d){{3}}|(?:{_GAP}\d{{3}}){{2}})"
    rf")(?!{_GAP}?\d|[,/]\d))",
    re.IGNORECASE,
)
"""What people write to be reached: nothing that may be another number."""
_NOT_CALLED = re.compile(
    r"(?:fax|télécopie)(?: \([^()]{1,30}\))?\W{0,5}$|"
    r"(?<!\w)(?:version|dossier|référence|réf|départements?)\W{0,5}$",
    re.IGNORECASE,
)
"""Before figures that are written like a number to call."""


def link_address(href: str) -> str | None:
    """Return the address of a link, encoded, or None when a page must refuse it.

    Relative addresses start from the root of the site.
    """
    address = _normal(href)
    if address.startswith("//"):
        address = f"https:{address}"
    if scheme := _SCHEME.match(address):
        return _encoded(address) if scheme[1].lower() in LINK_SCHEMES else None
    return _inside(address)


def reached(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces of ``text``, each with the address that its words are, or none.

    >>> [*reached("Tél. 03 81 61 61 61, fax 03 81 61 61 62")]
    [('Tél. ', ''), ('03 81 61 61 61', 'tel:0381616161'), (', fax 03 81 61 61 62', '')]
    >>> [address for _, address in reached("a@b.fr, www.b.fr/c.") if address]
    ['mailto:a@b.fr', 'https://www.b.fr/c']
    >>> [address for _, address in reached("https://a.fr/Eau_(lac),www.b.fr") if address]
    ['https://a.fr/Eau_(lac)', 'https://www.b.fr']
    >>> [*reached("Dossier 01 02 03 04 05, fax (accueil) : 03 81 61 61 62")]
    [('Dossier 01 02 03 04 05, fax (accueil) : 03 81 61 61 62', '')]
    """
    done = 0
    for found in _WRITTEN.finditer(text):
        written, end = found[0], found.end()
        if (
            found["web"]
            and written.count("(") > written.count(")")
            and text[end:][:1] == ")"
        ):
            written, end = f"{written})", end + 1  # « /wiki/Eau_(chimie) »
        if found["phone"]:
            if _NOT_CALLED.search(text[max(0, found.start() - 50) : found.start()]):
                continue
            address = "tel:" + re.sub(r"[^\d+]", "", written.replace("(0)", ""))
        elif found["mail"]:
            address = f"mailto:{written}"
        else:
            address = f"https://{written}" if written[0] in "wW" else written
        yield text[done : found.start()], ""
        yield written, _encoded(address)
        done = end
    yield text[done:], ""


def picture_address(src: str) -> str | None:
    """Return a picture's address from the root of the site, or None if it is elsewhere."""
    address = _normal(src)
    if not address or address.startswith(("//", "#")) or _SCHEME.match(address):
        return None
    return _inside(address)


@dataclass(slots=True)
class Told:
    """What a text without links remembers while it is written."""

    report: Report
    page: str
    notes: list[Note] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """Addresses met so far, in order, each with the words of its first link."""
    said: set[tuple[str, str]] = field(default_factory=set)
    """Abbreviations explained so far."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Path in the site of the page of each text → its title."""
    base_url: str = ""
    """Where the site is published: its files are told as they are found there."""

    def address(self, link: Link, words: str) -> str:
        """Return the address of a link to tell at the end, empty where ``words`` say it.

        A page of the site is named by the title of its text.
        """
        address = link_address(link.href)
        if address is None:
            self.report.add(refused_link(link, self.page))
        if not address or address.startswith("#"):
            return ""
        title = self.titles.get(unquote(address.partition("#")[0]), "")
        words = " ".join(words.split())
        if title:
            shown = quoted(title)
        elif self.base_url and not _SCHEME.match(address):
            shown = f"{self.base_url.rstrip('/')}/{address}"
        else:
            shown = shown_address(clean(link.href).strip())
        if shown == quoted(words) or (words and _says(words, link.href.strip())):
            return ""
        self.links.setdefault(shown, words)
        return shown

    def meaning(self, abbr: Abbr, short: str) -> str:
        """Return the meaning of an abbreviation in brackets, the first time."""
        meaning = one_line(abbr.title).strip(" ")
        if not meaning or meaning == short or (short, meaning) in self.said:
            return ""
        self.said.add((short, meaning))
        return f" ({meaning})"


def shown_address(address: str) -> str:
    """Return an address as it is written on paper."""
    return address.removeprefix("mailto:").removeprefix("tel:")


def _says(words: str, address: str) -> bool:
    """Return whether ``words`` hold the number or the mail that ``address`` leads to.

    >>> _says("03 81 61 61 61", "tel:+33381616161"), _says("le 18", "tel:18")
    (True, True)
    >>> _says("a@b.fr", "mailto:a@b.fr?subject=x"), _says("le 118", "tel:18")
    (True, False)
    """
    if address.startswith("mailto:"):
        return shown_address(address).partition("?")[0] in words
    digits = re.sub(r"\D", "", shown_address(address))[-9:]
    said = re.sub(r"[^\d+]", "", words.replace("(0)", ""))
    return address.startswith("tel:") and (
        said[-9:] == digits if len(digits) == 9 else said == digits
    )


def is_picto(src: str) -> bool:
    """Return whether a picture of the site is a pictogram."""
    return src.rpartition("/")[2].startswith(PICTO)


def from_page(address: str, root: str) -> str:
    """Return ``address`` as written on a page from which ``root`` leads to the site."""
    if address.startswith("#") or _SCHEME.match(address):
        return address
    return f"{root}{address}"


def refused_link(link: Link, page: str) -> Finding:
    """Return the finding on a link that no page may hold."""
    message = (
        f"l’adresse de ce lien n’est pas permise : {_shown(link.href)}. "
        "Seul son texte est publié. Mettez une adresse qui commence par https://"
    )
    return Finding(
        "lien-refuse", message, pos=link.pos, page=page, passage=plain_text(link)
    )


def refused_picture(image: Image, page: str) -> Finding:
    """Return the finding on a picture that is not in the site."""
    message = (
        f"cette image n’est pas dans le site : {_shown(image.src)}. "
        "Seule sa description est publiée. Enregistrez l’image à côté de la page"
    )
    return Finding(
        "image-refusee", message, pos=image.pos, page=page, passage=plain_text(image)
    )


def _shown(address: str) -> str:
    """Return the beginning of an address in quotation marks, on one line."""
    return quoted(" ".join(clean(address).split())[:LONGEST_SHOWN])


def _normal(address: str) -> str:
    return _IGNORED.sub("", address).replace("\\", "/")


def _inside(address: str) -> str | None:
    """Return a relative address encoded, or None when it climbs out of the site."""
    address = address.lstrip("/")
    depth = 0
    for part in re.split(r"[?#]", address)[0].split("/"):
        depth += {"..": -1, ".": 0, "": 0}.get(part, 1)
        if depth < 0:
            return None
    return _encoded(address)


def _encoded(address: str) -> str:
    return _STRAY_PERCENT.sub("%25", quote(address, safe=_SAFE, errors="replace"))
