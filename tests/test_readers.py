from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harness import Case, cases
from hypothesis import given, settings
from hypothesis import strategies as st

from ppun_access.document.model import (
    Callout,
    Cell,
    CodeBlock,
    Div,
    Document,
    Figure,
    Heading,
    Image,
    Link,
    List,
    ListItem,
    Node,
    Note,
    Para,
    Text,
)
from ppun_access.document.sources import document_id, slug
from ppun_access.document.walk import children, nodes, plain_text
from ppun_access.errors import InputError
from ppun_access.readers import READERS, ReaderOptions, decode, read
from ppun_access.readers.space.pages import find_pages
from ppun_access.report import Report

SEED = Path(__file__).parents[1] / "content" / "politique-publique-des-usages-numeriques.md"


def gitbook(text: str, report: Report | None = None) -> tuple[Document, ...]:
    return READERS["gitbook"](text, "page.md", ReaderOptions(), report or Report())


FILES = Path(__file__).parent / "cases" / "gitbook" / "files"
SPACE = ReaderOptions(
    files={
        f".gitbook/includes/{path.name}": path.read_text("utf-8")
        for path in FILES.glob("*.md")
    }
    | {
        f".gitbook/assets/{path.name}": path.read_text("utf-8")
        for path in FILES.glob("*.yaml")
    },
    variables={"region": "Région *Exemple* <b>", "accueil.telephone": "03 00 00 00 00"},
)
"""What a page of the cases finds in its space."""


def outline(document: Document) -> Iterator[str]:
    opening = " (ouverture)" if document.meta.opening else ""
    meta = document.meta
    facts = " ; ".join(x for x in (meta.author, meta.role, meta.date) if x)
    front = " ".join(f"[{key}={value}]" for key, value in meta.front)
    lang = "" if document.lang == "fr" else f" ({document.lang})"
    head = f"= {document.id} « {document.title} » {meta.source}{opening}{lang}"
    yield " ".join(f"{head} {facts} {front}".split())
    for block in document.blocks:
        yield from _lines(block, "")


def _lines(node: Node, indent: str) -> Iterator[str]:
    place = f"{node.pos.line} " if node.pos else ""
    name = type(node).__name__ + (f" ({node.lang})" if node.lang else "")
    match node:
        case Heading():
            yield f"{indent}{place}{name} {node.level} {plain_text(node)}"
        case Div():
            title = f" « {node.title} »" if node.title else ""
            yield f"{indent}{place}{name} {node.role}{title}"
        case Para() | CodeBlock():
            text = plain_text(node).replace("\n", "⏎")
            kinds = {type(n).__name__ for n in nodes(node)}
            notes = " +Note" if any(isinstance(n, Note) for n in nodes(node)) else ""
            marks = " ".join(sorted(kinds & {"Strong", "Emph", "Code", "Link", "Image"}))
            marks += "".join(f" {n.lang}" for n in nodes(node) if n.lang and n is not node)
            marks += "".join(f" → {n.href}" for n in nodes(node) if isinstance(n, Link))
            marks += f" {node.language}" if isinstance(node, CodeBlock) else ""
            marks = marks.strip()
            yield f"{indent}{place}{name} {text}{notes}{f' ({marks})' if marks else ''}"
            return
        case List():
            number = f" {node.start}" if node.ordered and node.start != 1 else ""
            yield f"{indent}{place}{name}{' ordered' if node.ordered else ''}{number}"
        case ListItem() if node.checked is not None:
            yield f"{indent}{place}{name} {'fait' if node.checked else 'à faire'}"
        case Callout():
            yield f"{indent}{place}{name} {node.kind}"
        case Figure() | Cell() | Text():
            yield f"{indent}{place}{name} {plain_text(node)}"
            return
        case _:
            yield f"{indent}{place}{name}"
    for child in children(node):
        if not isinstance(node, Heading):
            yield from _lines(child, f"{indent}  ")


@pytest.mark.parametrize("case", cases("gitbook"))
def test_case(case: Case) -> None:
    report = Report()
    documents = READERS["gitbook"](case.source, "guides/page.md", SPACE, report)
    if case.kind == "report":
        case.check("\n".join(map(str, report.findings)))
    else:
        case.check("\n".join(line for d in documents for line in outline(d)))


def test_seed_page_is_two_editorials_and_an_opening() -> None:
    report = Report()
    opening, president, vice = read(SEED, report=report)
    assert opening.meta.opening
    assert (president.id, vice.id) == ("edito-de-la-presidente", "edito-du-vice-president")
    assert [block.pos.line for block in vice.blocks if block.pos] == [
        24, 26, 28, 30, 32, 34, 36, 38, 40,
    ]  # fmt: skip
    assert report.findings == []


def test_no_word_of_the_seed_is_lost() -> None:
    source = SEED.read_text("utf-8")
    blocks = [block for document in read(SEED) for block in document.blocks]
    read_words = " ".join(map(plain_text, blocks)).split()
    for line in source.splitlines():
        if line.startswith(("{%", "#", "![")) or not line:
            continue
        for word in line.replace("**", "").split():
            assert word in read_words, word


ACTIVE = "aé1 \n*_`[]()!#<>&;{}%\\\"'|-+.:~^=»«\u00a0\ufdd0\ufdd1\U000f0000"


@given(st.text(ACTIVE, max_size=60))
def test_any_text_is_read(text: str) -> None:
    for document in gitbook(text):
        assert "\ufdd0" not in plain_text(document)


words = st.text("abcé", min_size=1, max_size=6)


@given(st.lists(st.lists(words, min_size=1, max_size=4), min_size=1, max_size=5), st.data())
def test_tags_anywhere_lose_no_word(
    paragraphs: list[list[str]], data: st.DataObject
) -> None:
    tags = ("{% tabs %}", '{% tab title="t" %}', "{% endtab %}", "{% endtabs %}",
            "{% hint %}", "{% endhint %}", "{% autre %}", "- ", "> ", "", "{% stepper %}",
            "{% step %}", "{% endstep %}", "{% column %}", "{% endcolumn %}", "{% if a %}",
            '{% update date="x" %}', "{% endupdate %}", "{% else %}", "{% endif %}",
            '{% embed url="https://x.fr %}', "{% endembed %}", '{% file src="x.pdf" %}',
            '{% content-ref url="x.md" %}', "{% endcontent-ref %}", "$$", "<details>",
            "{% code title=x %}", "{% openapi path=x %}", "{% hint")  # fmt: skip
    lines = []
    for paragraph in paragraphs:
        lines.append(data.draw(st.sampled_from(tags)))
        lines.append(" ".join(paragraph))
    found = " ".join(
        f"{plain_text(block)} " for d in gitbook("\n".join(lines)) for block in nodes(d)
    )
    for paragraph in paragraphs:
        for word in paragraph:
            assert word in found


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("L’édito de la Présidente", "edito-de-la-presidente"),
        ("L'Œuvre des Élus : 2024 !", "oeuvre-des-elus-2024"),
        ("Les usages", "usages"),
        ("Là-bas", "la-bas"),
        ("…", ""),
    ],
)
def test_document_id(title: str, expected: str) -> None:
    assert document_id(title) == expected


@given(st.text())
def test_slugs_are_safe_names(title: str) -> None:
    assert set(slug(title)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug(title)) <= 80


def test_bytes_that_are_not_text_give_their_offset() -> None:
    with pytest.raises(InputError, match="octet 5"):
        decode(b"abcd \xe9", "x.md")
    with pytest.raises(InputError, match="octet nul en position 2"):
        decode(b"ab\0", "x.md")
    assert decode(b"\xef\xbb\xbfa\r\nb\rc", "x.md") == "a\nb\nc"


@pytest.mark.parametrize(
    ("front", "line"),
    [
        ("a: [", 3),
        ("- liste", 2),
        ("a: !!python/object:x {}", 2),
        ("? [a, b]\n: c", 2),
    ],
)
def test_broken_front_matter_gives_its_line(front: str, line: int) -> None:
    with pytest.raises(InputError, match=f"page.md:{line} : l’en-tête"):
        gitbook(f"---\n{front}\n---\n\nTexte.\n")


def test_front_matter_that_is_never_closed() -> None:
    with pytest.raises(InputError, match=r"page.md:1 : .* jamais fermé"):
        gitbook("---\ntitle: x\n\nTexte.\n")
    (document,) = gitbook("---\n\nUn trait, puis : du texte.\n")
    assert "Un trait" in plain_text(document)


@pytest.mark.parametrize(("written", "read_as"), [("0", 1), ("99999", 1000), ("x", 1)])
def test_cells_span_what_is_possible(written: str, read_as: int) -> None:
    html = f'<table><tr><td colspan="{written}">a</td></tr></table>'
    (document,) = gitbook(html)
    assert [n.colspan for n in nodes(document) if isinstance(n, Cell)] == [read_as]


def test_links_and_pictures_know_their_line() -> None:
    text = "Un.\n\nDeux [lien](a.md) et\n![image](b.png).\n\nTrois [lien](c.md).\n"
    (document,) = gitbook(text)
    kinds = (Link, Image)
    assert [n.pos.line for n in nodes(document) if isinstance(n, kinds) and n.pos] == [
        3, 4, 6,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "description", "caption"),
    [
        (
            '![Une carte](a.png "Les huit départements")',
            "Une carte",
            "Les huit départements",
        ),
        ('![](a.png "Un titre")', "", "Un titre"),
        ('![Une carte du pays](a.png "Carte du pays")', "Une carte du pays", ""),
        ('Voyez ![un plan](a.png "de Dole") ici.', "un plan (de Dole)", ""),
        ('Voyez ![](a.png "de Dole") ici.', "de Dole", ""),
        ('[![Un plan](a.png "Vers Dole")](b.md)', "Un plan (Vers Dole)", ""),
        (
            '<figure><img src="a.png" alt="Un pont" title="En 1900">'
            "<figcaption>Le pont</figcaption></figure>",
            "Un pont (En 1900)",
            "Le pont",
        ),
        (
            '<figure><img src="a.png" alt="Un pont" title="Le  pont">'
            "<figcaption>Le pont.</figcaption></figure>",
            "Un pont",
            "Le pont.",
        ),
        ('<figure><img src="a.png" alt="Un" title="Deux"></figure>', "Un", "Deux"),
    ],
)
def test_the_title_of_a_picture_is_kept(
    source: str, description: str, caption: str
) -> None:
    (document,) = gitbook(f"# T\n\n{source}\n")
    (picture,) = (node for node in nodes(document) if isinstance(node, Image))
    assert plain_text(picture) == description
    captions = [n.caption for n in nodes(document) if isinstance(n, Figure)]
    assert ["".join(map(plain_text, c)) for c in captions] in ([caption], [])
    assert bool(captions) or not caption


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('[le guide](a.md "PDF, 2 Mo")', "le guide (PDF, 2 Mo)"),
        ('[**le** guide](a.md "Le guide (PDF)")', "le guide (PDF)"),
        ('[le guide des aides](a.md "Guide")', "le guide des aides"),
        ('[](a.md "Le guide")', "Le guide"),
        ('[le guide](a.md "mention")', "le guide"),
        ('[le guide](a.md "Le guide - Nouvelle fenêtre")', "le guide"),
        ('[MSA](a.md "MSA (nouvelle fenêtre) - nouvelle fenêtre")', "MSA"),
        ('[l’aide](a.md "L&amp;#039;aide (ouvre un nouvel onglet)")', "l’aide"),
        (
            '[le guide](a.md "Ouvrir la nouvelle fenêtre")',
            "le guide (Ouvrir la nouvelle fenêtre)",
        ),
        ('[le guide](https://x.fr/ "https://x.fr/")', "le guide"),
        ('<a href="a.md" title="de\n  2024">le guide</a>', "le guide (de 2024)"),
    ],
)
def test_the_title_of_a_link_is_kept(source: str, words: str) -> None:
    (document,) = gitbook(f"# T\n\nVoyez {source} ici.\n")
    (link,) = (node for node in nodes(document) if isinstance(node, Link))
    assert plain_text(link) == words


def test_a_page_too_deep_is_read(tmp_path: Path) -> None:
    page, report = tmp_path / "a.md", Report()
    page.write_text("<div>" * 3000 + "x")
    (document,) = read(page, report=report)
    assert plain_text(document).strip() == "x"


@pytest.mark.long
@settings(max_examples=20_000)
@given(st.text(ACTIVE, max_size=120))
def test_any_text_is_read_at_length(text: str) -> None:
    for document in gitbook(text):
        assert "\ufdd0" not in plain_text(document)


def test_pages_of_a_folder(tmp_path: Path) -> None:
    names = "b.md a.md facile/c.md .cache/d.md sous/e.md SUMMARY.md .x.md x.png"
    for name in names.split():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "lien.md").symlink_to("/etc/hostname")
    assert [p.name for p in find_pages(tmp_path)] == ["a.md", "b.md", "sous/e.md"]
    with pytest.raises(InputError, match="n’existe pas"):
        find_pages(tmp_path / "rien")
    (tmp_path / "vide").mkdir()
    with pytest.raises(InputError, match="aucune page"):
        find_pages(tmp_path / "vide")
