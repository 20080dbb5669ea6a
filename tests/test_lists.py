"""Items of lists, whatever stands in them: the same as CommonMark’s reference reads.

Lists are made at random, written in the ways that people and their tools write them, and
read by ours and by markdown-it-py: each word stands in the same item of the same list.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt

from ppun_access.document.model import CodeBlock, Document, List, ListItem
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.gitbook.tags import Found, gitbook
from ppun_access.readers.markdown.parser import parser
from ppun_access.readers.markdown.to_html import to_html
from ppun_access.report import Report

KINDS = ("text", "lines", "code", "quote", "picture", "html", "hint")
MARKS = ("-", "*", "+", "1.", "1)", "8.", "99.")


class Lists:
    """Writes lists; each passage is one word."""

    def __init__(self, seed: int) -> None:
        self.pick = random.Random(seed)
        self.words = 0

    def word(self) -> str:
        self.words += 1
        return f"mot{self.words}z"

    def document(self) -> str:
        lines = self.items(0, apart=True)
        if self.pick.random() < 0.3:
            lines = [self.word(), "", *lines]
        if self.pick.random() < 0.3:
            quoted = [f"> {line}".rstrip() for line in lines]
            lines = lines if "{%" in "".join(lines) else quoted  # a tag ends a quotation
        if self.pick.random() < 0.3:
            lines += ["", self.word()]
        return "\n".join(lines)

    def items(self, depth: int, *, apart: bool) -> list[str]:
        mark = self.pick.choice(MARKS if apart else MARKS[:5])
        number, wide = int("0" + mark.strip("-*+.)")), self.pick.choice((0, 4))
        loose, lines = self.pick.random() < 0.3, list[str]()
        for at in range(self.pick.randint(1, 4)):
            sign = f"{number + at}{mark[-1]}" if number else mark
            width = max(len(sign) + 1, wide)
            lines += [""] if loose and at else []
            lines.append(sign.ljust(width) + self.word())
            for block in self.inside(depth):
                lines += [" " * width + line if line else "" for line in block]
        return lines

    def inside(self, depth: int) -> Iterator[list[str]]:
        """Yield the blocks that follow the first line of an item."""
        kinds = [*KINDS, "list"] if depth < 2 else [*KINDS]
        for _ in range(self.pick.choice((0, 0, 1, 1, 2))):
            kind = self.pick.choice(kinds)
            if kind == "list":
                kinds = [*KINDS]  # two lists side by side are one, for Python-Markdown
            tight = kind in ("code", "list") and self.pick.random() < 0.5
            yield [*([] if tight else [""]), *self.block(kind, depth, apart=not tight)]

    def block(self, kind: str, depth: int, *, apart: bool) -> list[str]:
        match kind:
            case "lines":
                return [self.word(), self.word()]
            case "code":
                return ["```", self.word(), "```"]
            case "quote":
                return [f"> {self.word()}"]
            case "picture":
                return [f"![{self.word()}](a.png)"]
            case "html":  # a blank line ends it
                return [f"<div>{self.word()}</div>", ""]
            case "hint":
                return ['{% hint style="info" %}', self.word(), "{% endhint %}"]
            case "list":
                return self.items(depth + 1, apart=apart)
            case _:
                return [self.word()]


def places(html: str) -> list[tuple[str, str]]:
    """Return each word with the items in which it stands."""
    soup = BeautifulSoup(html, "html.parser")
    for image in soup.find_all("img"):
        image.replace_with(str(image["alt"]))
    return [
        (word, "/".join(reversed([*map(place, text.find_parents("li"))])))
        for text in soup.find_all(string=True)
        for word in re.findall(r"mot\d+z", text)
    ]


def place(item: Tag) -> str:
    """Return which item this one is of its list."""
    return (
        f"{item.parent.name if item.parent else ''}{len(item.find_previous_siblings('li'))}"
    )


def theirs(text: str) -> str:
    """Return the HTML of the reference, for which a line of GitBook’s is a blank one."""
    return MarkdownIt().render(re.sub(r"(?m)\{%.*?%\}$", "", text))


def ours(text: str) -> str:
    return to_html(text, parser(gitbook), Found()).text


def test_each_passage_is_in_the_item_of_commonmark() -> None:
    texts = [Lists(seed).document() for seed in range(300)]
    wrong = [text for text in texts if places(ours(text)) != places(theirs(text))]
    assert wrong == []


ITEMS = (
    ("1. a\n2. b\n\n   c\n3. d", "a bc d"),
    ("- a\n\n  - b\n\n    c\n  - d\n- e", "abcd bc d e"),
    ("1. a\n   - b\n2. c", "ab b c"),
    ("1. a\n\n   c\n   - b\n2. d", "acb b d"),
    ("1. a\n- b", "a b"), ("> a\n- b", "b"), ("|a|\n|-|\n|c|\n- b", "b"),
    ("> - a\n>   - b\n>\n>     c\n>   - d", "abcd bc d"),
    ("a[^1]\n\n[^1]: b\n\n    1. c\n\n       d\n    2. e", "cd e"),
    ("1. a\n\n   le\n   12. mai\n2. b", "ale12.mai b"),
    ("Un prix de\n2024. Fin", ""),
)  # fmt: skip
"""What is written → the words of each item."""


@pytest.mark.parametrize("reader", ["gitbook", "markdown"])
@pytest.mark.parametrize(("text", "items"), ITEMS)
def test_items(reader: str, text: str, items: str) -> None:
    found = [node for node in nodes(read(reader, text)) if isinstance(node, ListItem)]
    assert ["".join(plain_text(item).split()) for item in found] == items.split()


@pytest.mark.parametrize("reader", ["gitbook", "markdown"])
def test_code_that_looks_like_items(reader: str) -> None:
    (code,) = read(reader, "    - a\n    - b").blocks
    assert isinstance(code, CodeBlock)
    assert code.text == "- a\n- b"


@pytest.mark.parametrize(
    "begin", ['tabs %}\n{% tab title="T" %}', "hint %}", "columns %}\n{% column %}"]
)
def test_items_in_a_block_of_gitbook(begin: str) -> None:
    end = f"{{% end{begin.partition(' ')[0]} %}}"
    text = f"{{% {begin}\n8. a\n\n   b\n9. c\n\n{end}"
    (found,) = (node for node in nodes(read("gitbook", text)) if isinstance(node, List))
    assert (found.start, len(found.items)) == (8, 2)


def read(reader: str, text: str) -> Document:
    (document,) = READERS[reader](text, "a.md", ReaderOptions(), Report())
    return document
