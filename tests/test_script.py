"""What is said of a document, beside its sentences, and the marks of the author."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import trees
from harness import Case, cases
from hypothesis import given

from ppun_access.document.build import inlines, para
from ppun_access.document.model import (
    Cell,
    CodeBlock,
    Div,
    Document,
    Figure,
    Image,
    List,
    ListItem,
    Meta,
    Node,
    Para,
    Row,
    Sentence,
    Span,
    Table,
)
from ppun_access.document.walk import nodes, shown_text
from ppun_access.errors import UsageError
from ppun_access.readers.gitbook.page import read_gitbook
from ppun_access.readers.model import ReaderOptions
from ppun_access.report import Report
from ppun_access.settings.ppun_toml import load_settings
from ppun_access.speech.model import ScriptOptions
from ppun_access.speech.narration.script import LONGEST_PAUSE, MENTION, extra_texts, script
from ppun_access.transforms import STANDARD, TransformOptions, apply

SOBER = ScriptOptions()


def prepared(source: str) -> Document:
    """Return a page as the script meets it, without any finding but those of pictures."""
    report = Report()
    (document,) = read_gitbook(source, "page.md", ReaderOptions(), report)
    options = TransformOptions(images={"i.png": "i.png"})
    return apply(STANDARD, document, options, report)


def lines(source: str, options: ScriptOptions = SOBER) -> list[str]:
    return [f"{u.text} [{u.pause_after_ms}]" for u in script(prepared(source), options)]


@pytest.mark.parametrize("case", cases("script"))
def test_cases(case: Case) -> None:
    full = case.kind == "script-complet"
    options = replace(SOBER, announcements="complet" if full else "sobre")
    case.check("\n".join(lines(case.source, options)))


def test_there_are_cases() -> None:
    assert len(cases("script")) >= 10


# Every sentence


def own_sentences(document: Document) -> list[Sentence]:
    return [node for node in nodes(document) if isinstance(node, Sentence)]


def _told_by_pictures(document: Document) -> set[int]:
    """Return the sentences of captions whose words are those of the picture above them."""
    found: set[int] = set()
    for figure in (node for node in nodes(document) if isinstance(node, Figure)):
        words = shown_text(figure.image.children).split()
        if words and words == shown_text(figure.caption).split():
            inside = (node for part in figure.caption for node in nodes(part))
            found |= {id(node) for node in inside if isinstance(node, Sentence)}
    return found


def _in_picture(document: Document) -> set[int]:
    """Return the sentences that stand in the description of a picture."""
    pictures = [node for node in nodes(document) if isinstance(node, Image)]
    return {id(s) for p in pictures for s in nodes(p) if isinstance(s, Sentence)}


@given(trees.published)
def test_every_sentence_is_said_once(document: Document) -> None:
    described = _in_picture(document) | _told_by_pictures(document)
    wanted = sorted(
        sentence.id
        for sentence in own_sentences(document)
        if shown_text(sentence.children).strip() and id(sentence) not in described
    )
    said = [u.node_id for u in script(document, SOBER)]
    assert said[0] == "titre"
    assert set(wanted) <= set(said)
    for announcements in ("sobre", "complet"):
        options = ScriptOptions(announcements=announcements, mention=True)
        for utterance in script(document, options):
            assert 0 <= utterance.pause_after_ms <= LONGEST_PAUSE


@given(trees.documents)
def test_every_sentence_of_a_prepared_page_is_said_exactly_once(raw: Document) -> None:
    document = apply(STANDARD, raw, TransformOptions(), Report())
    told = _told_by_pictures(document)
    worded = [s for s in own_sentences(document) if shown_text(s.children).strip()]
    said = sorted(u.node_id for u in script(document, SOBER) if u.node_id != "titre")
    assert len(said) == len(set(said))
    assert {s.id for s in worded if id(s) not in told} <= set(said)
    assert set(said) <= {s.id for s in worded}


# Title, author, mention


def signed(author: str, *blocks: Node) -> Document:
    meta = Meta(author=author, role="Présidente de la Région")
    body = blocks or (para(Sentence(inlines("Bonjour."), id="s1")),)
    return Document("e", "fr", "L’édito", body, meta)  # type: ignore[arg-type]


def test_the_author_is_said_with_the_title_when_nobody_signs() -> None:
    (title, _) = script(signed("Marie-Guite DUFAY"), SOBER)
    assert title.text == "L'édito, par Marie-Guite Dufay, Présidente de la Région."


def test_the_author_is_said_once_when_the_text_is_signed() -> None:
    name = Para((Sentence(inlines("Ada MOLINOZ"), id="n"),))
    role = Para((Sentence(inlines("Présidente"), id="r"),))
    text = para(Sentence(inlines("MOLINOZ dit : bonjour."), id="s"))
    document = signed("Ada MOLINOZ", text, Div((name, role), "signature"))
    found = [(u.node_id, u.text) for u in script(document, SOBER)]
    assert found == [
        ("titre", "L'édito"),
        ("s", "Molinoz dit : bonjour."),
        ("n", "Ada Molinoz,"),
        ("r", "Présidente."),
    ]


def test_the_mention_is_said_once_after_the_title() -> None:
    options = ScriptOptions(mention=True, opening="Bienvenue.", ending="Au revoir.")
    found = [(u.node_id, u.text) for u in script(signed(""), options)]
    assert found == [
        ("debut", "Bienvenue."),
        ("titre", "L'édito"),
        ("mention", MENTION),
        ("s1", "Bonjour."),
        ("fin", "Au revoir."),
    ]
    assert extra_texts(options, signed("")) == {
        "debut": "Bienvenue.",
        "mention": MENTION,
        "fin": "Au revoir.",
    }
    assert extra_texts(SOBER, signed("")) == {}


@pytest.mark.parametrize(
    ("caption", "said"),
    [
        ("Le guichet", []),
        (" Le  <b>guichet</b>", []),
        ("Le guichet.", ["Le guichet."]),
        ("Le guichet, en 2020", ["Le guichet, en 2020"]),
        ('<a href="https://a.fr">Le guichet</a>', ["Le guichet"]),
        ("<del>Le guichet</del>", ["Texte supprimé : Le guichet. Fin du texte supprimé."]),
        ("", []),
    ],
)
def test_a_caption_is_said_unless_the_description_says_it(
    caption: str, said: list[str]
) -> None:
    source = f'<img src="i.png" alt="Le guichet"><figcaption>{caption}</figcaption>'
    found = [line.rpartition(" [")[0] for line in lines(f"<figure>{source}</figure>")]
    assert found[1:] == ["Image : Le guichet.", *said]


def test_a_task_says_its_state() -> None:
    items = tuple(
        ListItem((para(Sentence(inlines(text), id=text)),), checked)
        for text, checked in (("voter", True), ("publier", False))
    )
    said = [u.text for u in script(signed("", List(items)), SOBER)]
    assert said[1:] == ["Fait : voter", "À faire : publier"]


def test_cells_that_span_keep_their_headers() -> None:
    def cell(text: str, **spans: int) -> Cell:
        blocks = (para(Sentence(inlines(text), id=text)),) if text else ()
        return Cell(blocks, header=text.startswith("h"), **spans)

    rows = (
        Row((cell("h1", rowspan=1), cell("h2", colspan=2))),
        Row((cell("a", rowspan=2), cell("b"), cell("c"))),
        Row((cell("d"), cell("e"))),
    )
    said = [u.text for u in script(signed("", Table(rows)), SOBER)]
    assert said[3:] == [
        "Ligne 1 : h1 : a",
        "h2 : b",
        "h2 : c",
        "Ligne 2 : h2 : d",
        "h2 : e",
    ]


def test_code_is_told_to_the_editor() -> None:
    report = Report()
    script(signed("", CodeBlock("print(1)")), SOBER, report)
    assert [finding.code for finding in report.findings] == ["code-non-lu"]


# Marks


def test_a_pronunciation_in_ipa_goes_beside_the_text() -> None:
    source = 'Le <span data-dire="/sʁadɛt/">SRADDET</span> et Dole.'
    options = ScriptOptions(pronunciations={"Dole": "/dol/"})
    (_, sentence) = script(prepared(source), options)
    assert sentence.phonemes == (("Dole", "dol"), ("SRADDET", "sʁadɛt"))


def test_a_sentence_that_is_not_read_has_no_utterance() -> None:
    source = 'Un. <span data-lire="non">Deux.</span> Trois.'
    assert [line.split(" [")[0] for line in lines(source)[1:]] == ["Un.", "Trois."]


def test_what_is_said_instead_is_not_read_again() -> None:
    source = 'Voir <span data-dire="M. 3.500">ici</span>.'
    assert lines(source)[1].startswith("Voir M. 3.500.")


def test_private_characters_do_no_harm() -> None:
    text = Span(inlines("x"), said="y")
    document = signed("", para(Sentence((*inlines("a\ue000b "), text), id="s")))
    assert script(document, SOBER)[1].text == "ab y"


# Settings


def test_the_sentences_of_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "ppun.toml"
    toml = '[audio]\nannonces = "complet"\ndebut = "Bonjour."\nfin = "Fin."\n'
    path.write_text(toml, "utf-8")
    found = load_settings(path)
    assert found.audio_announcements == "complet"
    assert (found.audio_opening, found.audio_ending) == ("Bonjour.", "Fin.")
    path.write_text('[audio]\nannonces = "long"\n', "utf-8")
    with pytest.raises(UsageError, match=r"\[audio\] annonces"):
        load_settings(path)


def test_a_block_is_said_in_its_language() -> None:
    page = (
        '<p lang="en">Hello.</p>\n\n<ul><li lang="it">Ciao.</li></ul>\n\n'
        '<table><tr lang="de"><td>Eins.</td></tr></table>\n\nBonjour.\n'
    )
    said = {u.text: u.lang for u in script(prepared(page), SOBER)}
    assert {said["Hello."], said["Bonjour."]} == {"en", "fr"}
    assert {text: lang for text, lang in said.items() if lang not in ("en", "fr")} == {
        text: "it" if "Ciao" in text else "de"
        for text in said
        if "Ciao" in text or "Eins" in text
    }
