"""Write an A4 poster for town halls: what is available, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO

from ppun_access.document.model import Document
from ppun_access.report import Report
from ppun_access.settings.sections import Contact
from ppun_access.tools import typst
from ppun_access.writers.characters import one_line
from ppun_access.writers.dates import in_words
from ppun_access.writers.labels import labelled
from ppun_access.writers.model import PdfOptions
from ppun_access.writers.pdf.look import Look
from ppun_access.writers.pdf.source import NOTHING, array, call, joined, literal, quoted
from ppun_access.writers.pdf.typesetting import Typesetting, plain
from ppun_access.writers.pdf.whole_text import fact_source, signs_of, typesetting
from ppun_access.writers.pdf.write import Supplies
from ppun_access.writers.units import NBSP

TEMPLATE = "poster.typ"
MOST_TEXTS = 5
"""Titles that a poster names; with more, it says how many there are."""
_CODE = "code.svg"


@dataclass(frozen=True, slots=True)
class Poster:
    """The words of a poster; ``texts`` are the titles of what is published."""

    title: str
    texts: tuple[str, ...]
    publisher: str = ""
    contact: Contact = field(default_factory=Contact)
    base_url: str = ""
    simplified: int = 0
    """How many of the texts have an easy version."""
    heard: bool = False
    """Some of them have a sound."""
    stick: bool = False
    """The site is also made for a USB stick."""
    date: str = ""
    """The day of the newest text, as in ISO 8601; empty when nobody knows."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to ask, on one line or more; ``big`` is what people read from afar."""

    name: str
    value: str
    big: bool = False


_AT_HAND = (_Way("", "Demandez à l’accueil."),)
"""What is said when the settings name nobody: the poster hangs in a town hall."""


def write_poster(poster: Poster, report: Report) -> bytes:
    """Return a poster of one A4 page; without a contact, it sends people to the desk.

    Raises MissingToolError without typst or its font, OutputError when the words do not
    fit.
    """
    ways = tuple(_ways(poster.contact))
    held = {_CODE: qr_code(poster.base_url)} if poster.base_url else {}
    supplies = Supplies(report, held=held)
    said = (poster.title, poster.publisher, *poster.texts, *(w.value for w in ways))
    means = supplies.means(poster.title, signs_of(*said))
    empty = Document("affiche", "fr", poster.title, ())
    t = typesetting(empty, Look(printed=True), means, PdfOptions(), report)
    author = one_line(poster.publisher).strip()
    families = (means.zero, *means.families)
    show = call(
        "sheet.with", f"({', '.join(map(quoted, families))},)",
        plain(poster.title, t), f"({literal(author)},)" if author else "()", quoted("fr"),
    )  # fmt: skip
    drawn = call("poster", _record(_words(poster, ways or _AT_HAND, t)))
    main = f'#import "{TEMPLATE}": *\n#show: {show}\n#{drawn}\n'
    return typst.pdf(supplies.sources(main.encode(), TEMPLATE), about=poster.title)


def qr_code(address: str) -> bytes:
    """Return the QR code of an address as an SVG image, with its quiet zone."""
    buffer = BytesIO()
    import segno  # it loads what reads the web: only posters need it

    code = segno.make(address, error="m", micro=False)
    code.save(buffer, kind="svg", border=4, scale=4)
    return buffer.getvalue()


def _words(poster: Poster, ways: tuple[_Way, ...], t: Typesetting) -> Mapping[str, str]:
    these = "ces textes" if len(poster.texts) > 1 else "ce texte"
    read = "lire ou écouter" if poster.heard else "lire"
    forms = ["en braille", "en gros caractères"]
    forms += ["sur CD"] * poster.heard + ["sur clé USB"] * poster.stick
    asked = f"Demandez {these} {', '.join(forms[:-1])} ou {forms[-1]}."
    date = labelled("Date", in_words(poster.date)) if poster.date else ""
    return {
        "publisher": plain(poster.publisher, t),
        "title": plain(poster.title, t),
        "words": array(plain(word, t) for word in poster.title.split()),
        "lead": quoted(f"Vous pouvez {read} {these}."),
        "texts": array(_named(poster, t)),
        "easy": quoted(_simplified(poster)),
        "ask": quoted(asked),
        "ways": array(_way(way, t) for way in ways),
        "code": _code(poster.base_url) if poster.base_url else NOTHING,
        "date": quoted(date),
    }


def _simplified(poster: Poster) -> str:
    """Return that there are easy versions, empty without any."""
    if not poster.simplified:
        return ""
    if len(poster.texts) == 1:
        return "Ce texte a aussi une version simplifiée."
    if poster.simplified == len(poster.texts):
        return "Chaque texte a aussi une version simplifiée."
    return "Certains textes ont aussi une version simplifiée."


def _named(poster: Poster, t: Typesetting) -> Iterator[str]:
    if len(poster.texts) > MOST_TEXTS:
        yield quoted(f"{len(poster.texts)}{NBSP}textes")
    else:
        yield from (plain(title, t) for title in poster.texts)


def _ways(contact: Contact) -> Iterator[_Way]:
    named = (
        _Way("", contact.service), _Way("Téléphone", contact.telephone, big=True),
        _Way("Adresse", contact.address), _Way("Courriel", contact.email),
    )  # fmt: skip
    yield from (way for way in named if way.value.strip())


def _way(way: _Way, t: Typesetting) -> str:
    lines = [fact_source(line, t) for line in way.value.split("\n") if line.strip()]
    value = joined([part for line in lines for part in ("linebreak()", line)][1:])
    big = "true" if way.big else "false"
    return _record({"name": quoted(way.name), "value": value, "big": big})


def _code(address: str) -> str:
    alt = literal(f"Code QR qui mène à {address}")
    words = quoted(f"Sur Internet{NBSP}:")
    values = {"name": quoted(_CODE), "alt": alt, "address": literal(address)}
    return _record({**values, "words": words})


def _record(values: Mapping[str, str]) -> str:
    return f"({', '.join(f'{name}: {value}' for name, value in values.items())})"
