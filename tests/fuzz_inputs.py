"""What the fuzzer gives to the readers, and what no input may do: see fuzz.py."""

from __future__ import annotations

import hashlib
import re
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from books import rezipped
from carrying import CARRIERS, active, lost, normal, page, published, words
from mkdocs_pages import every_site
from pandoc_trees import given

from ppun_access.document.model import CodeBlock, Document
from ppun_access.document.walk import nodes
from ppun_access.errors import InputError
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.decoding import recoded
from ppun_access.readers.html.page import declared_charset
from ppun_access.readers.office.conversion import check_zip
from ppun_access.readers.office.parts import repaired
from ppun_access.report import Report
from ppun_access.writers.markdown.write import write_markdown

SLOW = 4.0
"""Seconds of processor, watched; the longest input has ``MOST`` bytes."""
MOST = 4096
TESTS = Path(__file__).parent
_SPOKEN = re.compile(r"mot[a-j]+zq")
"""A word of ours: it is said as it is written."""


class Fault(Exception):  # noqa: N818 - what was found, not what went wrong here
    """What no input may do."""


# Inputs that are made: pieces of markup that hide nothing, and words


def named(n: int) -> str:
    """Return the word of number ``n``: no other is in it, and it is said as written."""
    return "mot" + "".join(chr(ord("a") + int(d)) for d in str(n)) + "zq"


GITBOOK = (
    "{% tabs %}", '{% tab title="T" %}', "{% endtab %}", "{% endtabs %}", "{% hint %}",
    '{% hint style="danger" %}', "{% endhint %}", "{% autre %}", "- ", "> ", "* [x] ",
    "1. ", "    ", "  - ", "{% stepper %}", "{% step %}", "{% endstep %}", "{% columns %}",
    "{% column %}", "{% endcolumn %}", "{% endcolumns %}", "{% if a %}", "{% else %}",
    "{% endif %}", '{% update date="2026-03-01" %}', "{% endupdate %}", "{% updates %}",
    '{% embed url="https://x.fr" %}', '{% embed url="https://x.fr %}', "{% endembed %}",
    '{% file src="x.pdf" %}', "{% endfile %}", '{% content-ref url="x.md" %}',
    "{% endcontent-ref %}", "$$", "$$x$$", "<details>", "</details>", "<summary>",
    "</summary>", "{% code title=x %}", "{% endcode %}", "```\n", "```python\n", "~~~\n",
    "{% openapi %}", "{% endopenapi %}", "{% prompt %}",
    "{% endprompt %}", "{% hint", "## ", "# ", "| a | b |\n|---|---|\n| ", " | ", "**",
    "*", "_", "~~", "`", "[^1]", "[^1]: ", ": ", "<mark>", "</mark>", "<b>", "</b>",
    "<p>", "</p>", "<div>", "</div>", "<ul><li>", "</li></ul>", "<table><tr><td>",
    "</td></tr></table>", '<a href="javascript:x">', "</a>", "<br>", "---", "***",
    "<figure>", "<figcaption>", "</figcaption></figure>", "<blockquote>", "</blockquote>",
    "<pre>", "</pre>", "<code>", "</code>", "<sup>", "</sup>", "<dl><dt>", "<dd>", "</dl>",
    "\\", "&lt;", "&", "{{ x }}", "{% vars.x %}", ":warning:", "\t", "\u00a0", "{#", "#}",
    "{: .a }", "{#id}", "[ ] ", "[", "]", "(", ")", "!", "<script>1</script>",
)  # fmt: skip
MKDOCS = (
    "!!! note\n    ", '!!! warning "T"\n    ', "??? tip\n    ", '???+ "T"\n    ',
    '=== "T"\n    ', "=== T", "    ", "        ", "- ", "* [x] ", "- [ ] ", "1. ", "> ",
    "# ", "## ", "{#a}", "{: .a }", "{ lang=en }", "{", "}", "[^1]", "[^1]: ", ": ", ":   ",
    "``` python\n", "```\n", "``` {.a title='T'}\n", "~~~\n", "`", "`#!a ", "**",
    "*", "_", "~~", "~", "^^", "^", "==", "++a+", "++", "{--", "--}", "{++", "++}", "{~~",
    "~>", "~~}", "{>>", "<<}", "{==", "==}", ":smile:", ":material-check:", ":", "$", "$$",
    "\\(", "\\)", "| a | b |\n|---|---|\n| ", " | ", "[a](x)", ")", "[", "]", "![",
    "<a@b.fr>", "https://x.fr ", "(c)", "+/-", "/// note | T\n", "///\n", "/// tab | T\n",
    "[TOC]", '--8<-- "a.md"\n', "<div markdown>\n", "</div>", '<p markdown="span">',
    "<details markdown>", "<summary>", "</summary>", "</details>", "<b>", "</b>", "<br>",
    "<table><tr><td>", "</td></tr></table>", " -->", "---", "===", "&lt;", "&",
    "\\", "\t", "\u00a0", "<script>1</script>", "[=50% ", "@a", "#1", "a://b",
)  # fmt: skip
HTML = (
    "<p>", "</p>", "<div>", "</div>", "<section>", "</section>", "<ul>", "<li>", "</li>",
    "</ul>", "<ol start=3>", "</ol>", "<table>", "<tr>", "<td>", "<th>", "</td>", "</th>",
    "</tr>", "</table>", "<thead>", "<tbody>", "<caption>", "</caption>", "<dl>", "<dt>",
    "<dd>", "</dl>", "<h1>", "</h1>", "<h2>", "</h2>", "<h5>", "</h5>", "<a href='x'>",
    "<a href='javascript:x'>", "</a>", "<b>", "</b>", "<i>", "</i>", "<em>", "</em>",
    "<span lang=en>", "</span>", "<abbr title=x>", "</abbr>", "<q>", "</q>", "<pre>",
    "</pre>", "<code>", "</code>", "<br>", "<hr>", "<blockquote>", "</blockquote>",
    "<details>", "<summary>", "</summary>", "</details>", "<figure>", "<img src=x alt=y>",
    "<figcaption>", "</figcaption>", "</figure>", "<sub>", "</sub>", "<x-a>", "</x-a>",
    "<math>", "</math>", "<font>", "</font>", "<center>", "</center>", "<td colspan=99999>",
    "<script>1</script>", "<style>x</style>", "<img src=x onerror=y>", "<svg onload=x>",
    "</svg>", "&lt;script&gt;", "&#0;", "&nbsp;", "<del>", "</del>", "<ins>", "<u>",
    "</u>", "<label>", "</label>", "<address>", "</address>", "<p style='x' onclick=y>",
)  # fmt: skip
PLAIN = (
    "- ", "* ", "1. ", "a) ", "IV. ", "> ", "===", "---", "    ", "  ", "\t", "\f",
    "\u00a0",
    "• ", "~~~", "NOTE : ", "« ", " »", "<b>", "&amp;", "{% hint %}", "|", "\u2028", "\x85",
)  # fmt: skip


def made(pieces: tuple[str, ...], content: bytes) -> tuple[str, list[str]]:
    """Return a source made of pieces, each byte one, and the words that are in it."""
    parts: list[str] = []
    held: list[str] = []
    for byte in content[:400]:
        if byte < len(pieces):
            parts.append(pieces[byte])
        elif byte < 160:
            parts.append("\n")
        elif byte < 180:
            parts.append("\n\n")
        elif byte < 200:
            parts.append(" ")
        else:
            held.append(named(len(held)))
            parts.append(f" {held[-1]} " if byte < 240 else held[-1])
    return "".join(parts), held


# A tree of pandoc's, grown from bytes


class Growing:
    """Grows one of pandoc's trees: each choice takes a byte, then there is nothing."""

    def __init__(self, content: bytes) -> None:
        self.bytes = iter(content[:600])
        self.words: list[str] = []

    def pick(self, most: int) -> int:
        return next(self.bytes, 0) % most

    def word(self) -> str:
        self.words.append(named(len(self.words)))
        return self.words[-1]

    def attr(self) -> list[Any]:
        classes = [["warning"], ["note"], [], [], ["a"]][self.pick(5)]
        extra = [[], [["lang", "en"]], [["lang", "<x>"]], [["style", "x"]]][self.pick(4)]
        return ["", classes, extra]

    def inlines(self, depth: int) -> list[Any]:
        return [self.inline(depth) for _ in range(self.pick(4))]

    def inline(self, depth: int) -> Any:
        kinds = (
            "Str", "Space", "SoftBreak", "LineBreak", "Code", "Math", "Emph", "Underline",
            "Strong", "Superscript", "Subscript", "SmallCaps", "Strikeout", "Quoted",
            "Cite", "Link", "Image", "Note", "Span", "Inconnu",
        )  # fmt: skip
        kind = kinds[self.pick(len(kinds) if depth < 40 else 6)]
        match kind:
            case "Str":
                return {"t": kind, "c": self.word()}
            case "Space" | "SoftBreak" | "LineBreak":
                return {"t": kind}
            case "Code":
                return {"t": kind, "c": [self.attr(), self.word()]}
            case "Math":
                return {"t": kind, "c": [{"t": "InlineMath"}, self.word()]}
            case "Quoted":
                return {"t": kind, "c": [{"t": "DoubleQuote"}, self.inlines(depth + 1)]}
            case "Cite":
                return {"t": kind, "c": [[], self.inlines(depth + 1)]}
            case "Link" | "Image":
                where = ("https://x.fr", "javascript:x", "data:x", "../../x", "")
                target = [where[self.pick(5)], ""]
                return {"t": kind, "c": [self.attr(), self.inlines(depth + 1), target]}
            case "Note":
                return {"t": kind, "c": self.blocks(depth + 1)}
            case "Span":
                return {"t": kind, "c": [self.attr(), self.inlines(depth + 1)]}
            case _:
                return {"t": kind, "c": self.inlines(depth + 1)}

    def blocks(self, depth: int) -> list[Any]:
        return [self.block(depth) for _ in range(self.pick(4))]

    def block(self, depth: int) -> Any:  # noqa: C901 - one case a node
        kinds = (
            "Para", "Plain", "CodeBlock", "HorizontalRule", "Header", "LineBlock",
            "BlockQuote", "BulletList", "OrderedList", "DefinitionList", "Table", "Figure",
            "Div", "Inconnu",
        )  # fmt: skip
        kind = kinds[self.pick(len(kinds) if depth < 40 else 5)]
        match kind:
            case "Para" | "Plain":
                return {"t": kind, "c": self.inlines(depth)}
            case "CodeBlock":
                return {"t": kind, "c": [self.attr(), self.word()]}
            case "HorizontalRule":
                return {"t": kind}
            case "Header":
                return {"t": kind, "c": [self.pick(8), self.attr(), self.inlines(depth)]}
            case "LineBlock":
                return {"t": kind, "c": [self.inlines(depth) for _ in range(self.pick(3))]}
            case "BulletList":
                return {"t": kind, "c": self.several(depth)}
            case "OrderedList":
                style = {"t": ("Decimal", "LowerRoman")[self.pick(2)]}
                return {"t": kind, "c": [[self.pick(9), style, {}], self.several(depth)]}
            case "DefinitionList":
                one = [self.inlines(depth), self.several(depth + 1)]
                return {"t": kind, "c": [one]}
            case "Table":
                return {"t": kind, "c": self.table(depth + 1)}
            case "Figure":
                caption = [None, self.blocks(depth + 1)]
                return {"t": kind, "c": [self.attr(), caption, self.blocks(depth + 1)]}
            case "Div":
                return {"t": kind, "c": [self.attr(), self.blocks(depth + 1)]}
            case _:
                return {"t": kind, "c": self.blocks(depth + 1)}

    def several(self, depth: int) -> list[Any]:
        return [self.blocks(depth + 1) for _ in range(self.pick(4))]

    def table(self, depth: int) -> list[Any]:
        def rows() -> list[Any]:
            return [[self.attr(), [cell() for _ in range(self.pick(4))]]
                    for _ in range(self.pick(3))]  # fmt: skip

        def cell() -> list[Any]:
            align = {"t": "AlignDefault"}
            spans = self.pick(3), self.pick(3)
            return [self.attr(), align, *spans, self.blocks(depth)]

        caption = [None, self.blocks(depth)]
        body = [self.attr(), self.pick(2), rows(), rows()]
        return [self.attr(), caption, [], [self.attr(), rows()], [body], [[], rows()]]


def grown(content: bytes) -> tuple[str, list[str]]:
    """Return what ``read_pandoc`` takes, and the words that are in it."""
    tree = Growing(content)
    title, blocks = tree.inlines(0), tree.blocks(0)
    while len(blocks) < 6:
        blocks.append(tree.block(0))
    return given(blocks, {"title": {"t": "MetaInlines", "c": title}}), tree.words


# One input


def seeds() -> Iterator[bytes]:
    """Yield the sources of the tests’ cases and documents, for each reader."""
    case = re.compile(rb"^(```+)[\w-]+\n(.*?)^\.\n", re.DOTALL | re.MULTILINE)
    sources = [
        found[2]
        for path in sorted((TESTS / "cases").rglob("*.test"))
        for found in case.finditer(path.read_bytes())
    ]
    sources += [path.read_bytes() for path in sorted(TESTS.glob("cases/gitbook/files/*"))]
    sources += [path.read_bytes() for path in sorted(TESTS.glob("cases/mkdocs/**/*.md"))]
    for source in sources:
        yield b"\0" + source
        yield b"\1" + source
        yield b"\2" + source
    for name, kind in (("html", 2), ("txt", 3), ("docx", 9), ("odt", 9), ("epub", 9)):
        yield bytes([kind]) + (TESTS / "office" / f"accueil.{name}").read_bytes()
    for kind in (4, 5, 6, 7, 8):
        for at in range(24):
            digest = hashlib.sha512(bytes([kind, at])).digest()
            yield bytes([kind]) + digest * (1 + at % 4)
    for name in ("accueil.docx", "accueil.odt"):
        with zipfile.ZipFile(TESTS / "office" / name) as archive:
            for part in archive.namelist():
                if part.endswith((".xml", ".rels")):
                    yield b"\x0a" + archive.read(part)


def check(data: bytes) -> None:
    """Run one input: its first byte says what it is given to."""
    if len(data) < 2:
        return
    kind, content = KINDS[data[0] % len(KINDS)], data[1 : MOST + 1]
    began = time.process_time()
    with suppress(InputError):
        kind(content)
    if (spent := time.process_time() - began) > SLOW:
        raise Fault(f"slow: {kind.__name__} takes {spent:.1f} s")


def through(reader: str, text: str, wanted: Iterable[str] = ()) -> None:
    """Read a text, then write it in every format; ``wanted``: the words to find in it."""
    report = Report()
    files = {"a.md": "Inclus. {% include 'b.md' %}", "b.md": "{% include 'a.md' %}\n\n# B"}
    site = every_site() if reader == "mkdocs" else None
    options = ReaderOptions(files=files, variables={"x": "*<b>*"}, mkdocs=site)
    found = READERS[reader](text, NAMES[reader], options, report)
    told = {finding.code for finding in report.findings}
    read = "\0".join(w for d in found for w in (f"{d.title} {d.meta}", *words(d)))
    missing = lost(map(normal, wanted), read)
    if missing and not {"hors-contenu", "contenu-cache"} & told:
        raise Fault(f"lost by the reader {reader}: {missing}")
    for document in found:
        _written(document)


def _written(document: Document) -> None:
    """Look for the words of a document in every format."""
    ready, held = published(document, Report()), words(document)
    code = " ".join(node.text for node in nodes(ready) if isinstance(node, CodeBlock))
    wanted = dict.fromkeys(CARRIERS, held)
    wanted["speech"] = [w for w in held if _SPOKEN.fullmatch(w) and w not in code]
    letters = [w for w in held if w.isascii() and w.isalpha()]
    wanted |= {"braille": letters, "pdf": letters}  # other signs are described there
    rarely = zlib.crc32("".join(held).encode("utf-8", "replace")) % 4
    for name, carrier in CARRIERS.items():
        if rarely and name in ("epub", "daisy"):
            continue
        if missing := lost(wanted[name], carrier(ready, Report())):
            raise Fault(f"lost by the writer {name}: {missing[:5]}")
    if acts := active(page(ready, Report())):
        raise Fault(f"active: {acts[:3]}")
    source = write_markdown(document)
    again = READERS["gitbook"](source, "p.md", ReaderOptions(), Report())
    read = "\0".join(w for d in again for w in (d.title, *words(d)))
    if missing := lost(held, read):
        raise Fault(f"lost by the writer markdown: {missing[:5]}")


def in_utf8(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r", "\n").replace("\0", "")


def raw_gitbook(content: bytes) -> None:
    through("gitbook", in_utf8(content))


def raw_markdown(content: bytes) -> None:
    through("markdown", in_utf8(content))


def raw_html(content: bytes) -> None:
    declared = declared_charset(content)
    through("html", recoded(content, "p.html", Report(), declared=declared))


def raw_plain(content: bytes) -> None:
    text = recoded(content, "p.txt", Report())
    through("plain", text, re.findall(r"[^\W\d_]{5,}", text))


def made_gitbook(content: bytes) -> None:
    through("gitbook", *made(GITBOOK, content))


def made_markdown(content: bytes) -> None:
    through("markdown", *made(GITBOOK, content))


def made_mkdocs(content: bytes) -> None:
    through("mkdocs", *made(MKDOCS, content))


def raw_mkdocs(content: bytes) -> None:
    through("mkdocs", in_utf8(content))


def made_html(content: bytes) -> None:
    through("html", *made(HTML, content))


def made_plain(content: bytes) -> None:
    through("plain", *made(PLAIN, content))


def pandoc_tree(content: bytes) -> None:
    through("pandoc", *grown(content))


def office_zip(content: bytes) -> None:
    """Give bytes to what looks at a ZIP, then to what mends its parts."""
    check_zip(content, "p.docx")
    for suffix in (".docx", ".odt", ".epub"):
        repaired(content, suffix)


def office_parts(content: bytes) -> None:
    """Put bytes inside a sound ZIP, as the parts that are mended."""
    names = (
        "word/document.xml", "word/footnotes.xml", "word/comments.xml", "content.xml",
        "word/settings.xml", "styles.xml", "meta.xml", "META-INF/container.xml",
    )  # fmt: skip
    office_zip(rezipped(dict.fromkeys(names, content)))


NAMES = {
    "gitbook": "p.md", "markdown": "p.md", "html": "p.html", "plain": "p.txt",
    "pandoc": "p.docx", "mkdocs": "p.md",
}  # fmt: skip
KINDS: tuple[Callable[[bytes], None], ...] = (
    raw_gitbook, raw_markdown, raw_html, raw_plain, made_gitbook, made_markdown,
    made_html, made_plain, pandoc_tree, office_zip, office_parts, raw_mkdocs, made_mkdocs,
)  # fmt: skip
"""What the first byte of an input chooses."""
