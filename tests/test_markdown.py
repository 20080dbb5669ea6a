"""Markdown as CommonMark has it, with GitHub's tables, footnotes, definitions, attributes.

Another reader, pandoc's, reads the same samples: both have to make the same tree of them.
"""

from __future__ import annotations

import json
import re
from itertools import groupby

import pytest
from test_office import needs_pandoc
from test_readers import outline

from ppun_access.document.model import Block, Callout, Document, Heading
from ppun_access.document.packing import to_json
from ppun_access.document.walk import plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.tools import pandoc

ALIKE = (
    "Titre\n=====\n\nSous\n----\n\ntexte",
    "### Trois ###\ntexte collé",
    "a  \nb", "a\\\nb",
    "un_mot_ici et _em_ et __fort__ et **a*b*c**",
    'Voir [le site][s], [s] et [autre][].\n\n[s]: https://a.fr "Titre"\n[autre]: <https://b.fr>',
    "<https://a.fr> et <a@b.fr>",
    "`` a ` b `` et `c`",
    "~~~python\nx = 1\n~~~", "````\n```\na\n```\n````", '```python title="x"\ny\n```',
    "- a\n  - b\n    - c\n- d", "- a\n    - b\n- d", "1. a\n   - b\n   - c\n2. d",
    "1. a\n   1. b\n2. c", "1. a\n    1. b\n        - c\n2. d", "1) a\n2) b",
    "- a\n\n  suite\n\n- b", "1. a\n\n   suite\n\n2. b", "- a\n\n    suite\n\n- b",
    "texte\n- a\n- b", "texte\n1. a\n2. b", "9. a\n10. b\n    - c",
    "- a\n\n  ```\n  x\n    y\n  ```\n\n- b",
    "a | b\n--|--\n1 | 2", "| a | b |\n|:--|--:|\n| 2 \\| 3 | **g** |",
    "a[^1] b[^deux]\n\n[^1]: Une.\n\n    Suite.\n\n[^deux]: Deux.",
    "Terme\n: Def un\n: Def deux\n\nAutre\n\n:   Def",
    "## Titre {#id .c}\n\n[lien](a){.b}",
    "~~barré~~",
    "> a\nb\n>\n> - c\n\nfin",
    "a\n\n---\n\nb\n\n***",
    "&eacute; &#233; &amp; &lt; AT&T",
    "\\*a\\* 1\\. \\# \\_ \\[x\\]",
    "[a](<b c.md>) [d](e_(f).md) [![i](a.png)](b)",
    "1986\\. Autre, 3) et 4. dans le texte", "- a\n  > q\n- b",
)  # fmt: skip


def ours(text: str, indent: str = "gitbook") -> Document:
    (document,) = READERS[indent](text, "a.md", ReaderOptions(), Report())
    return document


def theirs(text: str) -> Document:
    parsed = pandoc.parse(text.encode(), "commonmark_x-smart")
    beside = {
        "lang": "", "comments": [], "deleted": [], "changes": False, "descriptions": [],
    }  # fmt: skip
    rest = json.dumps({"log": [], "source": text, "beside": beside})
    tree = f'{{"tree": {parsed.tree.decode()}, {rest[1:]}'
    (document,) = READERS["pandoc"](tree, "a.md", ReaderOptions(), Report())
    return document


def samples(document: Document) -> dict[str, list[Block]]:
    """Return the blocks of each sample, under the heading that names it."""
    name = ""

    def owner(block: Block) -> str:
        nonlocal name
        if isinstance(block, Heading) and plain_text(block).startswith("Essai"):
            name = plain_text(block)
        return name

    return {key: list(group)[1:] for key, group in groupby(document.blocks, owner)}


@needs_pandoc
def test_two_readers_of_markdown_agree() -> None:
    page = "\n\n".join(f"# Essai {n}\n\n{text}" for n, text in enumerate(ALIKE))
    mine, other = samples(ours(f"# T\n\n{page}")), samples(theirs(f"# T\n\n{page}"))
    assert len(mine) == len(ALIKE)
    for number, text in enumerate(ALIKE):
        key = f"Essai {number}"
        assert to_json(tuple(mine[key])) == to_json(tuple(other[key])), text


@pytest.mark.parametrize("reader", ["gitbook", "markdown", "mkdocs"])
def test_alerts_of_github_are_notes_set_apart(reader: str) -> None:
    text = (
        "> [!NOTE]\n> Une **note**.\n\nUn\n\n> [!tip]\n>\n> - Un point.\n\nDeux\n\n"
        "> [!IMPORTANT]\n> À lire.\n\nTrois\n\n> [!WARNING]\n> Gare.\n\nQuatre\n\n"
        "> [!CAUTION]\n> Danger.\n\nCinq\n\n> [!AUTRE]\n> Dite.\n\nSix\n\n> Dit [!NOTE]"
    )
    blocks = ours(text, reader).blocks
    kinds = [b.kind if isinstance(b, Callout) else type(b).__name__ for b in blocks[::2]]
    assert kinds == ["info", "success", "warning", "warning", "danger", "Quote", "Quote"]
    assert [plain_text(b) for b in blocks[::2]] == [
        "Une note.", "Un point.", "ImportantÀ lire.", "Gare.", "Danger.", "[!AUTRE] Dite.",
        "Dit [!NOTE]",
    ]  # fmt: skip


@pytest.mark.parametrize("reader", ["gitbook", "markdown"])
def test_lists_are_set_in_as_people_do(reader: str) -> None:
    text = "- a\n   - b\n      - c\n\n        suite\n\n"
    text += "      ```\n      - x\n      ```\n- d\n\nfin"
    found = [line.split(maxsplit=1)[-1] for line in outline(ours(text, reader))]
    assert "".join(found).count("ListItem") == 4
    document = ours(text, reader)
    assert plain_text(document) == "abcsuite- xdfin"


def test_what_is_no_list_stays() -> None:
    text = "Le prix\n12) n’est pas une liste.\n\n* * *\n\n- - -\n\n2026. Une année"
    kinds = [type(block).__name__ for block in ours(text).blocks]
    assert kinds == ["Para", "Rule", "Rule", "List"]


@pytest.mark.parametrize("reader", ["gitbook", "markdown"])
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  ## Titre ##\n\na", "Heading 2 Titre|Para a"),
        ("a\n   ### Titre\nb", "Para a|Heading 3 Titre|Para b"),
        ("Titre\n  ---\na", "Heading 2 Titre|Para a"),
        ("Titre\n===\n   Sous\n   ---\na", "Heading 2 Sous|Para a"),
        ("a\n    ## b", "Para a ## b"),
        ("a\n    ---", "Para a ---"),
        ("```\n  ## a\n```", "CodeBlock   ## a"),
        ("- a\n  ## Titre\n  b\n- c",
         "List|ListItem|Para a|Heading 2 Titre|Para b|ListItem|Para c"),
        ("- a\n  - b\n    ## Titre\n- c",
         "List|ListItem|Para a|List|ListItem|Para b|Heading 2 Titre|ListItem|Para c"),
        ("- a\n ## Titre\n  b", "List|ListItem|Para a|Heading 2 Titre|Para b"),
        ("> - a\n>   ## Titre", "Quote|List|ListItem|Para a|Heading 2 Titre"),
        ("> a\n  ---\nb", "Quote|Para a|Rule|Para b"),
        ("- a\n ---\nb", "List|ListItem|Para a|Rule|Para b"),
    ],
)  # fmt: skip
def test_headings_that_are_set_back(reader: str, text: str, wanted: str) -> None:
    """By one to three spaces, more than what they stand in."""
    lines = [re.sub(r"^ *\d* ?", "", line) for line in outline(ours(text, reader))]
    assert "|".join(lines[1:]) == wanted


def test_the_title_of_a_page_may_be_set_back() -> None:
    assert ours("  # Titre\n\na").title == "Titre"
