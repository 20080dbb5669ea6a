"""A document that has everything a PDF finds hard, and how its PDFs are read again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from ppun_access.document.model import (
    Abbr,
    Block,
    Book,
    Callout,
    CalloutKind,
    Cell,
    Code,
    CodeBlock,
    Definition,
    DefinitionList,
    Div,
    Document,
    Edition,
    Emph,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    List,
    ListItem,
    Meta,
    Note,
    Para,
    Quote,
    Role,
    Row,
    Rule,
    Sentence,
    Span,
    Strong,
    Table,
    Text,
    Version,
)
from ppun_access.report import Report
from ppun_access.tools.conversations import ProgramPool
from ppun_access.transforms.model import TransformOptions
from ppun_access.transforms.segment import segment

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120">'
    b'<rect width="300" height="120" fill="#7a1e3c"/></svg>'
)
PICTURES = {"images/a.svg": SVG, "images/b.png": b"not a picture"}
HOSTILE = '#sys.inputs, \\write18{rm}, {{ x }}, $x$, `c`, <b>, @ref, *g*, /* n */ "q" ~ ---'
TITLE = ("Un titre de trois cents caractères qui n’en finit pas, " * 6)[:300]


def para(*content: str | Inline) -> Para:
    return Para(tuple(Text(c) if isinstance(c, str) else c for c in content))


def row(*texts: str, header: bool = False) -> Row:
    return Row(tuple(Cell((para(text),), header) for text in texts))


def sentences(*texts: str) -> Para:
    spaced = ((Sentence((Text(text),), id=f"s-{text[:4]}"), Text(" ")) for text in texts)
    return Para(tuple(node for pair in spaced for node in pair)[:-1])


def link(text: str, href: str) -> Link:
    return Link((Text(text),), href)


def image(text: str, src: str) -> Image:
    return Image((Text(text),) if text else (), src)


FORTY = Table(
    (
        row("Commune", "Habitants", "Fibre", header=True),
        *(row(f"Lieu-dit {n}", str(n * 137), "oui") for n in range(40)),
    ),
    (Text("Les quarante communes"),),
)
WIDE = Table(
    (
        row(*(f"Colonne numéro {n}" for n in range(5)), header=True),
        row("Établissement", "12 345", "rue de la République", "oui", "n° 4"),
    ),
    (Text("Un tableau assez large"),),
)
HUGE = Table(
    (
        row(*(f"Année {n}" for n in range(2000, 2014)), header=True),
        row(*(f"{n} habitants" for n in range(14))),
    )
)
SPANS = Table(
    (
        Row((Cell((para("Lieu"),), True, 1, 2), Cell((para("Aides"),), True, 2, 1))),
        row("2023", "2024", header=True),
        Row((Cell((para("Doubs"),), True), Cell((para("1 M€"),)), Cell((para("2 M€"),)))),
        Row((Cell((para("Jura"),), True), Cell((para("égal"),), False, 2, 9))),
    )
)
ROWS = Table(
    tuple(
        Row((Cell((para(name),), True), Cell((para(value),))))
        for name, value in (("Téléphone", "03 81 00 00 00"), ("Adresse", "Besançon"))
    )
)


def nested(levels: int) -> Block:
    block: Block = para("tout au fond")
    for n in range(levels):
        inside = (para(f"niveau {levels - n}"), block)
        block = Quote(inside) if n % 3 == 2 else List((ListItem(inside),), n % 3 == 1)
    return block


NOTE = Note((para("Une note et ", link("un lien", "https://exemple.fr/adresse"), "."),))
INNER = Note((para("Note avec ", Note((para("une note dedans."),)), "."),))
EVERYTHING: tuple[Block, ...] = (
    Div((para(Strong((Text("Le chapeau."),))),), "lead"),
    Heading(2, (Text(HOSTILE),)),
    para(
        HOSTILE, ", ", link("la Région", "https://exemple.fr/a?b=c&d=\"e"), ", ",
        link("écrivez", "mailto:a@exemple.fr"), ", ", link("une page", "autre/index.html"),
        ", ", link("plus bas", "#bas"), ", ", link("nulle part", "#absent"), ".",
    ),
    para(
        "Ελλάδα, Привет, ", Span((Text("مرحبا بالعالم"),), lang="ar"),
        ", 😀 👩‍👩‍👧, 漢字, ",
        "∑ ≤ ½ x² → ☐, ", Span((Text("3 500"),), "number"), "\u202f€, n°\u00a012.",
    ),
    Para((Text("هذه فقرة كاملة باللغة العربية."),), lang="ar"),
    Para((Text("This is in English."),), lang="en"),
    Heading(5, (Text("Un titre qui saute"),)),
    para(
        "Une note", NOTE, ", une autre", INNER, ", H", Span((Text("2"),), "sub"), "O, 1",
        Span((Text("er"),), "sup"), " mars, ", Emph((Text("appuyé"),)), ", ",
        Code("ls -la"), ", ", Abbr((Text("SDN"),), "service du numérique"), ", SDN, ",
        Span((Text("surligné"),), "mark"), ".",
    ),
    CodeBlock(f"def f(x):\n    return x\n\nprint('{'une longue ligne ' * 6}')\n{'A' * 90}"),
    Callout((para("Apportez une pièce."), para("Le guichet ferme à 17 h.")), "warning"),
    Quote((para("Le numérique est une chance."),)),
    List((ListItem((para("premier"), List((ListItem((para("dedans"),)),)))),)),
    List((ListItem((para("étape"),)), ListItem((para("suite"),), True)), True, 9),
    DefinitionList((Definition((Text("Fibre"),), (para("un câble"), para("rapide"))),)),
    Rule(),
    Figure(image("Un rectangle rouge", "images/a.svg"), (Text("Légende"),)),
    para(
        "Une image ", image("logo de la Région", "images/a.svg"), " et une qui décore ",
        image("", "images/a.svg"), " et une abîmée ", image("photo abîmée", "images/b.png"),
    ),
    Div((para("Une dame devant un ordinateur."),), "description"),
    Heading(2, (Text("Tableaux"),)), WIDE, HUGE, SPANS, ROWS, FORTY,
    Heading(2, (Text("Profondeur"),)), nested(16),
    Para((Text("anticonstitutionnellement" * 8),), id="bas"),
    Heading(3, (Text("anticonstitutionnellement" * 3),)),
    Div((para("Fin du texte"),), "section", "Une section titrée"),
    Div((para("Jeanne Martin"), para("Maire")), "signature"),
)  # fmt: skip
TORTURE = Document(
    "torture",
    "fr",
    TITLE,
    EVERYTHING,
    Meta(author="Jeanne Martin", role="Maire", date="2024"),
)
EASY = Document(
    "simple", "fr", "Un texte simple",
    (
        Heading(2, (Text("De quoi parle ce texte ?"),)),
        sentences("Ce texte parle du numérique.", "Le numérique est important.",
                  "La Région Bourgogne-Franche-Comté aide les habitants."),
        sentences("La Région aide :"),
        List(
            tuple(
                ListItem((sentences(f"les {who}"),)) for who in ("commerçants", "artisans")
            )
        ),
        *(
            sentences(f"Le but {n} est simple.", "Tout le monde comprend.")
            for n in range(30)
        ),
    ),
    Meta(status="brouillon"),
)  # fmt: skip

LONG = "Cette phrase est assez longue pour tenir sur deux lignes au moins. Une autre suit."


def two(where: str) -> tuple[Para, Para]:
    """Return two paragraphs that follow each other, of three sentences each."""
    return para(f"Avant ({where}). {LONG}"), para(f"Après ({where}). {LONG}")


_KINDS = Document(
    "sortes", "fr", "Un titre assez long pour tenir sur deux lignes au moins dans un PDF",
    (
        *(Div(two(role or "div"), role) for role in get_args(Role)),
        Div(two("titrée"), "section", "Une section titrée"),
        *(Heading(level, (Text(f"Titre {level}. {LONG}"),)) for level in range(2, 7)),
        *two("texte"),
        para(
            "Du code : ", Code("ls -la"), ", ", link("un lien", "https://exemple.fr/a"),
            ", ", Emph((Text("appuyé"),)), ", ", Strong((Text("gras"),)), ", ",
            Span((Text("surligné"),), "mark"), ", 1", Span((Text("er"),), "sup"), ", H",
            Span((Text("2"),), "sub"), "O, ", Abbr((Text("SDN"),), "service du numérique"),
            Note(two("note")), ".",
        ),
        CodeBlock(f"def f(x):\n    return x_{'a' * 28}"),
        *(Callout(two(kind), kind) for kind in get_args(CalloutKind)),
        Quote(two("citation")),
        List((ListItem((*two("liste"), List((ListItem(two("dedans")),)))),)),
        List((ListItem(two("étape")), ListItem(two("tâche"), True)), True, 9),
        DefinitionList((Definition((Text("Fibre"),), two("définition")),)),
        Figure(image("Un rectangle rouge", "images/a.svg"), (Text(LONG),)),
        Table(
            (
                row("Lieu", "Aide", header=True),
                Row((Cell(two("case")), Cell(two("voisine")))),
                row("Bourgogne-Franche-Comté", "anticonstitutionnellement"),
            ),
            (Text(LONG),),
        ),
        ROWS, WIDE, HUGE,
    ),
    Meta(author="Jeanne Martin", role="Maire", date="2024"),
)  # fmt: skip
KINDS = segment(_KINDS, TransformOptions(), Report())
"""Every kind of block, each with two paragraphs, and headings on several lines."""


def edition(*documents: Document, version: Version = "integral") -> Edition:
    return Edition(Book("Le livre", "fr", documents, publisher="La Région"), version)


_PROGRAM = """
import json, sys, pymupdf

def whole(line):
    # A zero without slash is in a font of its own, which parts no words.
    found = []
    for span in line["spans"]:
        last = found[-1] if found else None
        zero = "-Zer" in span["font"]
        fonts = [last["font"], span["font"]] if last else []
        beside = last and span["text"] != " "  # that is the gap after a mark of list
        joins = beside and last["size"] == span["size"] and (
            zero or "-Zer" in fonts[0] or (last.get("zero") and fonts[0] == fonts[1]))
        if joins:
            box = [*last["bbox"][:2], span["bbox"][2], last["bbox"][3]]
            font = span["font"] if "-Zer" in fonts[0] else fonts[0]
            text = last["text"] + span["text"]
            last.update(text=text, bbox=box, font=font, zero=zero or last.get("zero"))
        else:
            found.append({**span, "zero": zero})
    return found

for line in sys.stdin:
    document = pymupdf.open(json.loads(line))
    pages = []
    for page in document:
        lines = [
            line for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
        ]
        spans = [span for line in lines for span in whole(line)]
        links = list(page.get_links())
        pages.append({
            "text": page.get_text(), "width": page.rect.width, "height": page.rect.height,
            "spans": [
                [span["text"], span["size"], span["font"], *span["bbox"], span["origin"][1]]
                for span in spans
            ],
            "slashed": [
                span["text"] for line in lines for span in line["spans"]
                if "0" in span["text"] and "-Zer" not in span["font"]
            ],
            "inks": sorted({span["color"] for span in spans}),
            "links": [[link["kind"], link.get("uri", ""), link.get("page", -1)]
                      for link in links],
            "linked": [list(link["from"]) for link in links],
            "drawn": [list(drawn["rect"]) for drawn in page.get_drawings()],
        })
    told = {"pages": pages, "toc": document.get_toc(), "meta": document.metadata}
    print(json.dumps(told), flush=True)
"""
READER = ProgramPool([sys.executable, "-W", "ignore", "-c", _PROGRAM], "pymupdf", "")


def read_again(pdf: Path) -> Any:
    """Return what a reader sees of a PDF; pymupdf is AGPL: only in a process of its own."""
    return json.loads(READER(json.dumps(str(pdf.resolve())).encode() + b"\n"))


def next_lines(page: Any) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield each span and the nearest one under it, when both are of one size."""
    spans = [span for span in page["spans"] if span[0].strip()]
    for above in spans:
        under = [
            one for one in spans
            if one[-1] > above[-1] + 1 and one[3] < above[5] and above[3] < one[5]
        ]  # fmt: skip
        nearest = min(under, key=lambda one: float(one[-1]), default=None)
        if nearest and round(nearest[1], 1) == round(above[1], 1):
            yield above, nearest


def underlined(page: Any) -> Iterator[tuple[str, bool]]:
    """Yield the words under which a line is drawn, and whether they are of a link."""
    for left, top, right, bottom in page["drawn"]:
        for text, size, _, start, _, end, _, base in page["spans"]:
            close = base - 1 < top < base + 0.3 * size and bottom - top < 3
            if close and left < end - 1 and start < right - 1:
                yield text, any(x0 - 1 < left and right < x1 + 1 and y0 < base < y1 + 1
                                for x0, y0, x1, y1 in page["linked"])  # fmt: skip
