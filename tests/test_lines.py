"""What a finding quotes stands at its line; so does what each block of a page says.

Pages are made at random of all that may hold words: blocks of GitBook, items, rows,
quotations, HTML, notes, front matter, files that are included.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from benchmarks.spaces import pages

from ppun_access.document.model import CodeBlock, Document, Heading, Para
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report

SEED = Path(__file__).parents[1] / "content" / "politique-publique-des-usages-numeriques.md"
PASSAGES = (Para, Heading, CodeBlock)
PART = ".gitbook/includes/partie.md"
AROUND = (
    '{{% hint style="info" %}}\n{}\n{{% endhint %}}',
    '{{% hint style="info" %}}\n\n{}\n\n{{% endhint %}}',
    '{{% tabs %}}\n{{% tab\ntitle="Onglet" %}}\n{}\n{{% endtab %}}\n{{% endtabs %}}',
    "{{% stepper %}}\n{{% step %}}\n## Étape\n\n{}\n{{% endstep %}}\n{{% endstepper %}}",
    "<details>\n<summary>Titre</summary>\n{}\n</details>",
    '<details>\n\n<summary>Titre</summary>\n\n{}\n\n</details>',
    "<div\n  class=\"x\">\n\n{}\n\n</div>",
)  # fmt: skip


class Pages:
    """Writes pages; each passage holds an unknown tag, which is reported with its word."""

    def __init__(self, seed: int) -> None:
        self.pick, self.words = random.Random(seed), 0

    def mark(self) -> str:
        self.words += 1
        return f"<blink>mot{self.words}z</blink>"

    def page(self, *, front: bool) -> str:
        head = "---\ntitle: Titre\nicon: book\n---\n\n" if front else ""
        return head + "\n\n".join(self.blocks(0)) + "\n"

    def blocks(self, depth: int) -> Iterator[str]:
        for _ in range(self.pick.randint(1, 4)):
            yield self.block(depth)

    def block(self, depth: int) -> str:  # noqa: C901 - one case a kind
        kind = self.pick.randrange(12 if depth < 2 else 9)
        match kind:
            case 0:
                return f"Des mots\nsur deux lignes, {self.mark()} et\n{self.mark()}."
            case 1:
                return f"Du `code\nsur deux` lignes, puis {self.mark()}  \n{self.mark()}"
            case 2:
                return f"[un lien\nlong](a.md\n'titre') {self.mark()}\n*a\nb* {self.mark()}"
            case 3:
                rows = "".join(f"\n| {self.mark()} | {self.mark()} |" for _ in range(3))
                return f"| a | {self.mark()} |\n|---|---|{rows}"
            case 4:
                cells = f"<tr>\n<td>{self.mark()}</td>\n<td>b {self.mark()}</td></tr>"
                return f"<table>\n<thead><tr><th>a</th></tr></thead>\n{cells}\n</table>"
            case 5:
                number = self.words + 1
                note = f"[^{number}]: {self.mark()}\n\n    {self.mark()}"
                return f"{note}\n\nUn appel[^{number}] et\n{self.mark()}"
            case 6:
                return f"```\n<blink>code</blink>\n```\n{self.mark()}\n\n    <b>\n\nfin"
            case 7:
                return f"{self.mark()} {{% icon %}} {self.mark()}\n### {self.mark()}"
            case 8:
                return f"Titre {self.mark()}\n=====\n***\n<!-- a\n\nb -->\n{self.mark()}"
            case 9:
                inside = "\n\n".join(self.blocks(depth + 1))
                mark = self.pick.choice(("- ", "12. ", "* ", "> "))
                set_in = "> " if mark == "> " else " " * len(mark)
                first, *rest = inside.split("\n")
                lines = [mark + first, *(f"{set_in}{line}".rstrip() for line in rest)]
                return "\n".join(lines)
            case _:
                inside = "\n\n".join(self.blocks(depth + 1))
                return self.pick.choice(AROUND).format(inside)


def read(text: str, files: dict[str, str]) -> tuple[tuple[Document, ...], Report]:
    report = Report()
    options = ReaderOptions(files=files)
    return READERS["gitbook"](text, "guides/a.md", options, report), report


@pytest.mark.parametrize("seed", range(0, 200, 50))
def test_what_a_finding_quotes_stands_at_its_line(seed: int) -> None:
    for number in range(seed, seed + 50):
        made = Pages(number)
        files = {PART: made.page(front=number % 2 == 0)}
        text = f"{made.page(front=number % 3 == 0)}\n\n{{% include '/{PART}' %}}\n"
        sources = {"guides/a.md": text.split("\n"), PART: files[PART].split("\n")}
        _, report = read(text, files)
        told = [f for f in report.findings if f.code == "balise-inconnue"]
        assert len(told) == made.words, text
        for finding in told:
            assert finding.pos
            line = sources[finding.pos.file][finding.pos.line - 1]
            assert f"<blink>{finding.passage}</blink>" in line, text


def test_a_title_over_lines_that_stands_elsewhere_counts_no_lines() -> None:
    text = "[un]: a.md 'sur\ndeux\nlignes'\n\n[un] <blink>deux</blink>\n"
    (told,) = read(text, {})[1].findings
    assert told.pos
    assert told.pos.line == 5


def lost(documents: tuple[Document, ...], source: str) -> list[tuple[int, str]]:
    """Return the passages whose first word does not stand at their line.

    A tag of GitBook has words of its own; a ticked box is a word.
    """
    lines = [_letters(unescape(line)) for line in source.split("\n")]
    found = []
    for block in (n for d in documents for n in nodes(d)):
        words = plain_text(block).split() if isinstance(block, PASSAGES) else []
        if words and block.pos and words[0] not in ("oui", "non"):
            line = block.pos.line
            said = _letters(words[0]) in lines[line - 1]
            if not (said or "{%" in source.split("\n")[line - 1]):
                found.append((line, words[0]))
    return found


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def test_each_block_of_the_seed_begins_at_its_line() -> None:
    source = SEED.read_text("utf-8")
    assert lost(read(source, {})[0], source) == []


def test_each_block_of_a_space_begins_at_its_line() -> None:
    wrong = []
    for page in pages(40):
        text = page.text
        if "{% include" not in text:
            wrong += [(page.name, *one) for one in lost(read(text, {})[0], text)]
    assert wrong == []
