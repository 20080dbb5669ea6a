from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from harness import Case, cases

from ppun_access.document.model import (
    Abbr,
    Deleted,
    Div,
    Document,
    Heading,
    Image,
    LineBreak,
    Link,
    Node,
    Para,
    Sentence,
    Span,
    Strong,
    Text,
)
from ppun_access.document.walk import children, nodes, plain_text, sentences
from ppun_access.easy.review.ties import units
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.settings.lexique_toml import Lexicon
from ppun_access.transforms import STANDARD, TransformOptions, apply

OPTIONS = TransformOptions(
    Lexicon(acronyms={"PPUN": "Politique publique"}), {"la.png": "medias/1.png"}
)
SHOWN = str.maketrans({"\u00a0": "␣", "\u202f": "‹"})


def prepared(text: str, report: Report | None = None) -> Document:
    report = report if report is not None else Report()
    (document,) = READERS["gitbook"](text, "page.md", ReaderOptions(), report)
    return apply(STANDARD, document, OPTIONS, report)


def shown(node: Node) -> str:  # noqa: C901 - one case a node
    inside = "".join(map(shown, children(node)))
    match node:
        case LineBreak():
            return "⏎"
        case Text():
            return node.text.translate(SHOWN)
        case Sentence():
            return f"⟦{inside}⟧"
        case Span(_, "number"):
            return f"⟨{inside}⟩"
        case Span() if node.lang:
            return f"⟨{node.lang} {inside}⟩"
        case Link():
            return f"[{inside}]({node.href})"
        case Strong():
            return f"**{inside}**"
        case Deleted():
            return f"~~{inside}~~"
        case Abbr():
            return f"{inside}={node.title}="
        case Image():
            return f"![{inside}]({node.src})"
        case _:
            return inside


def outline(blocks: tuple[Node, ...], indent: str = "") -> Iterator[str]:
    for block in blocks:
        lang = f" ({block.lang})" if block.lang else ""
        lang += f" #{block.id}" if block.id else ""
        match block:
            case Div():
                yield f"{indent}Div{lang} {block.role}"
                yield from outline(block.blocks, indent + "  ")
            case Para() | Heading():
                yield f"{indent}{type(block).__name__}{lang} {shown(block)}"
            case _:
                yield f"{indent}{type(block).__name__}{lang} {shown(block)}"


@pytest.mark.parametrize("case", cases("transforms"))
def test_case(case: Case) -> None:
    report = Report()
    document = prepared(case.source, report)
    if case.kind == "report":
        case.check("\n".join(map(str, report.findings)))
    else:
        facts = [x for x in (document.meta.author, document.meta.role) if x]
        case.check("\n".join([*facts, *outline(document.blocks)]))


def test_author_of_the_front_matter_wins() -> None:
    page = "---\nauteur: Le service\n---\n\nTexte.\n\nAnne Dupont  \nPrésidente\n"
    document = prepared(page)
    assert (document.meta.author, document.meta.role) == ("Le service", "Présidente")


def test_sentence_ids_are_those_of_their_words() -> None:
    first, second = sentences(prepared("Bonjour à tous. Bonjour à tous."))
    assert first.id == "s-cc6e2312"
    assert second.id == "s-cc6e2312-2"
    (other,) = sentences(prepared("**Bonjour** à tous."))
    assert other.id == first.id


def test_title_and_names_are_spaced() -> None:
    document = prepared("# Pourquoi ? L'été\n\nTexte.")
    assert document.title == "Pourquoi\u202f? L’été"
    again = apply(STANDARD, document, OPTIONS, Report())
    assert replace(again, blocks=()) == replace(document, blocks=())
    assert plain_text(again) == plain_text(document)


def author(text: str) -> str:
    return prepared(text).meta.author


def test_what_is_no_signature() -> None:
    assert author("Texte.\n\nAnne Dupont  \nPrésidente") == "Anne Dupont"
    assert author("Texte.\n\nAnne a dit  \nPrésidente") == ""
    assert author("Texte.\n\nAnne Dupont  \n" + "  \n".join("abcd")) == ""
    assert author("Texte.\n\nAnne Dupont  \nElle préside.") == ""


@pytest.mark.parametrize(
    ("text", "signed"),
    [
        ("Jean Dupont\nMaire d’Essai", ("Jean Dupont", "Maire d’Essai")),
        ("Jean Dupont, maire d’Essai", ("Jean Dupont", "maire d’Essai")),
        ("**Jean Dupont**, le maire", ("Jean Dupont", "le maire")),
        ("Signé : Jean Dupont", ("Jean Dupont", "")),
        ("Signé : le maire, Jean Dupont.", ("Jean Dupont", "le maire")),
        ("Signé par Anne Dupont, maire d’Essai", ("Anne Dupont", "maire d’Essai")),
        ("Signé par le maire, Anne Dupont", ("Anne Dupont", "le maire")),
        ("Signé par la maire Anne Dupont", ("Anne Dupont", "la maire")),
        ("Signé par Anne Dupont", ("Anne Dupont", "")),
        ("Signé : Anne Région", ("Anne Région", "")),
        ("Signé : Anne Dupont, Région Grand Est", ("Anne Dupont", "Région Grand Est")),
        ("Signé le 3 mai 2026, Anne Dupont", ("Anne Dupont", "")),
        ("Signé en mai 2026, Anne Dupont", ("Anne Dupont", "")),
        ("Signé le lundi 1er juin, Anne Dupont, maire", ("Anne Dupont", "maire")),
        ("Signé à Essai, le 3 mai 2026, par Anne Dupont, maire", ("Anne Dupont", "maire")),
        ("Signé par Anne Dupont, maire d’Essai, le 03/05/2026",
         ("Anne Dupont", "maire d’Essai")),
        ("Anne de La Tour, 1re adjointe chargée des routes",
         ("Anne de La Tour", "1re adjointe chargée des routes")),
    ],
)  # fmt: skip
def test_a_signature_may_be_one_line(text: str, signed: tuple[str, str]) -> None:
    document = prepared(f"# T\n\nLa mairie ouvre.\n\n{text}\n")
    assert (document.meta.author, document.meta.role) == signed
    last = document.blocks[-1]
    assert isinstance(last, Div)
    assert last.role == "signature"
    assert [unit.text for unit in units(document)] == ["La mairie ouvre."]


@pytest.mark.parametrize(
    "text",
    [
        "Jean Dupont est maire d’Essai", "Jean Dupont, maire d’Essai, ouvre la séance",
        "Jean Dupont Maire d’Essai a dit oui", "Anne Martin, directrice, est là",
        "Jean Dupont ouvre la séance.", "Jean Dupont, maire d’Essai, est là.",
        "Bourgogne Franche-Comté, région de France", "Besançon, chef-lieu du Doubs",
        "La Région Responsable du service", "Signé : oui", "Signée le 3 mai", "Jean Dupont",
        "Signé par l’équipe du Grand Est", "Signé le 3 mai par l’équipe du Grand Est",
        "Signé par la directrice du Grand Est", "Signé par la Région Grand Est",
        "Signé : Région Grand Est", "Signé : Service Communication",
        "Signé le 3 mai 2026, Conseil Départemental du Doubs",
        "Voir le site de la Région\npour le dossier",
    ],
)  # fmt: skip
def test_a_last_line_that_is_no_signature(text: str) -> None:
    assert author(f"Texte.\n\n{text}") == ""


def test_the_longest_acronym_wins() -> None:
    lexicon = Lexicon(acronyms={"UE": "Union", "UE 27": "Vingt-sept"})
    (page,) = READERS["markdown"]("L’UE 27 et l’UE.", "x.md", ReaderOptions(), Report())
    document = apply(STANDARD, page, TransformOptions(lexicon), Report())
    found = [n.title for n in nodes(document) if isinstance(n, Abbr)]
    assert found == ["Vingt-sept", "Union"]


def test_a_link_leads_to_the_heading_of_another_page() -> None:
    text = "[A](b.md#où-aller), [B](b.md#rien) et [C](b.md)."
    (page,) = READERS["markdown"](text, "a.md", ReaderOptions(), Report())
    report = Report()
    places = {"b.md": {"ou-aller": "b/index.html#ancre-ou-aller"}}
    options = TransformOptions(pages={"b.md": "b/index.html"}, anchors=places)
    document = apply(STANDARD, page, options, report)
    found = [n.href for n in nodes(document) if isinstance(n, Link)]
    assert found == ["b/index.html#ancre-ou-aller", "b/index.html", "b/index.html"]
    assert [f.code for f in report.findings] == ["ancre-inconnue"]


def test_the_description_of_a_page_opens_it_unless_its_layout_hides_it() -> None:
    front = (
        "---\ndescription: >-\n  Ce que la Région\n  propose.\n{}---\n\n# Un\n\nTexte.\n"
    )
    layout = "layout:\n  description:\n    visible: false\n"
    for more, shown in (("", ["lead"]), (layout, [])):
        text = front.format(more)
        (page,) = READERS["gitbook"](text, "a.md", ReaderOptions(), Report())
        made = apply(STANDARD, page, TransformOptions(), Report())
        assert [b.role for b in made.blocks if isinstance(b, Div)] == shown
        assert plain_text(made).startswith("Ce que la Région propose.") == bool(shown)


@pytest.mark.parametrize(
    ("before", "after", "level"),
    [("", "", 2), ("### T", "", 4), ("### T", "#### U", 4), ("###### T", "", 6),
     ("## T", "texte", 0), ("## T", "#### U", 0), ("## T", "| C |\n|---|\n| d |", 3),
     ("## T", "| C |\n|---|\n| d |\n\ntexte", 0)],
)  # fmt: skip
def test_the_head_of_a_box_breaks_no_outline(before: str, after: str, level: int) -> None:
    found = prepared(f"{before}\n\n| Tête |\n|---|\n| un |\n\n{after}").blocks
    heads = [b for b in found if plain_text(b).startswith("Tête")]
    assert [b.level for b in heads if isinstance(b, Heading)] == [level] * bool(level)
