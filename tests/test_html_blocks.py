"""Blocks of HTML in Markdown: a blank line ends them, their elements go on to their end."""

from __future__ import annotations

import re

import pytest
from test_readers import outline

from ppun_access.document.model import Link
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report


def read(text: str, reader: str = "markdown") -> tuple[str, list[str]]:
    """Return the outline of a page without its lines, and the codes of what is told."""
    report = Report()
    (document,) = READERS[reader](text, "page.md", ReaderOptions(), report)
    lines = [re.sub(r"^( *)\d+ ", r"\1", line) for line in outline(document)]
    return "\n".join(lines[1:]), [f.code for f in report.findings]


AFTER = "## Titre\n\n- puce **grasse**\n\n[lien](https://e.fr) et <https://e.fr/a>"


@pytest.mark.parametrize(
    "start",
    ["<p>", '<p align="center">Un <em>mot</em> ', "<td>", "<dd>", "<li>", "<center>"],
)
def test_a_tag_that_nothing_ends_ends_at_the_blank_line(start: str) -> None:
    """What follows is Markdown."""
    found, told = read(f"{start}un\n\n{AFTER}")
    assert found.endswith("\n" + read(AFTER)[0])
    assert "un" in found
    assert not told


def test_an_element_that_needs_an_end_is_told_where_it_begins() -> None:
    """It ends at the blank line too, the rest is outside."""
    found, told = read(f"a\n\n<section>un <b>mot\n\n{AFTER}")
    assert found.endswith("\n" + read(AFTER)[0])
    assert told == ["balise-non-fermee"] * 2


def test_what_nothing_ends_stays_in_its_box() -> None:
    """A tag of GitBook is a block of its own."""
    box = '{% hint style="info" %}\n<p>texte\n{% endhint %}\n\nSuite **x**'
    assert read(box, "gitbook") == read(box.replace("<p>", ""), "gitbook")


def test_a_paragraph_that_nothing_ends_in_details() -> None:
    """Markdown goes on after the blank line, to the end of the details."""
    ended = f"<details><summary>s</summary>\n\n<p>un</p>\n\n{AFTER}\n\n</details>\n\nx"
    assert read(ended.replace("</p>", "")) == read(ended)


def test_markdown_is_read_after_a_blank_line_in_details() -> None:
    """What is set back there stays HTML, it is no code."""
    within = "<details><summary>s</summary>\n\n<div>\n\n{}\n\n</div>\n</details>"
    assert read(within.format("**a**"))[0].endswith("Para a (Strong)")
    assert read(within.format("    <p>a</p>"))[0].endswith("Para a")


def test_a_rule_at_the_start_of_details_holds_no_words() -> None:
    """It is empty; what follows is beside it."""
    assert read("<details><hr>un **mot**")[0].split("\n") == [
        "Rule",
        "Para un **mot**",
    ]


INSIDE = "Voir <https://e.fr/a> et <a@b.fr> `<b>` **f**."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<div>", "</div>"),
        ('<p align="center">', "</p>"),
        ("<center>", "</center>"),
        ("<section>\n<div>", "</div>\n</section>"),
        ('<div align="center">\n\n  <div>', "  </div>\n\n</div>"),
        ("<span>", "</span>"),
        ("<div></div>\n<span>", "</span>"),
    ],
)
def test_markdown_is_read_after_a_blank_line(before: str, after: str) -> None:
    """As CommonMark does, whatever the element; its end tag ends it."""
    inside = read(f"{before}\n\n{INSIDE}\n\n{after}\n\nfin")
    assert inside == read(f"{INSIDE}\n\nfin")


def test_markdown_is_read_in_cells_that_are_set_back() -> None:
    """No tag of theirs is taken for code."""
    rows = (
        "<table>\n  <tr>\n    <td>\n\n**a**\n\n    </td>\n    <td>b</td>\n  </tr>\n</table>"
    )
    html = rows.replace("\n\n**a**\n\n", "<p><strong>a</strong></p>")
    assert read(rows) == read(html)


def test_html_between_blank_lines_stays_html() -> None:
    """What is set back there is no code."""
    html = "<ul>\n\n  <li>a\n\n      suite\n\n  <li>b\n\n</ul>\n\n**c**"
    found, _ = read(html)
    items = "List|  ListItem|    Para a|    Para suite|  ListItem|    Para b"
    assert found == f"{items}|Para c (Strong)".replace("|", "\n")
    code = "<pre>\na\n\n**b**\n</pre>\n\n**c**"
    found, _ = read(code)
    assert "**b**" in found
    assert "**c**" not in found


@pytest.mark.parametrize(
    ("html", "same"),
    [
        (
            '<a href="https://e.fr">\n<div>bloc</div>\n</a>',
            '<a href="https://e.fr"> bloc </a>',
        ),
        ("<b>\n<p>x</p>\n</b>", "<b> x </b>"),
    ],
)
def test_an_inline_element_around_blocks_is_closed(html: str, same: str) -> None:
    """It is told by mistake no more, and keeps what it marks."""
    around = "avant\n\n{}\n\naprès **x**"
    assert read(around.format(html)) == read(around.format(same))


ROW = "<table>\n<tr>\n<td>\n\n{}\n\n</td>\n<td>**b**</td>\n</tr>\n</table>"


@pytest.mark.parametrize(
    "html",
    [
        ROW.format("**a** et *mot*"),
        ROW.format("- un\n- deux\n\n**a**"),
        ROW.replace("<t", "  <t").replace("</", "  </").format("**a**"),
        "<table><tr><td>**a**</td></tr></table>",
        "<span>\n\n**a**\n\n</span>",
        "<b>\n\n*a*\n\n</b>",
        "<b>*a*</b> et <span>**b**</span>",
        "<div>un\n\n**a**\n</div>",
        "<div>**a**</div>\n**b**\n\n**c**",
        '<p align="center">\n\n![a](b.png)\n\n</p>',
        "<div>&eacute;</div>&eacute;t&eacute;\n**b**",
    ],
)
@pytest.mark.parametrize("reader", ["markdown", "gitbook"])
def test_markdown_in_details_is_that_of_the_page(reader: str, html: str) -> None:
    """The same words are read in the same way, and the same is told."""
    start, end = "<details>\n<summary>s</summary>\n\n", "\n\n</details>\n"
    alone, told = read(html, reader)
    found, told_too = read(f"{start}{html}{end}", reader)
    assert re.sub("^  ", "", found, flags=re.M).split("\n")[1:] == alone.split("\n")
    assert told_too == told


@pytest.mark.parametrize("html", ["<p>mot", "<div>mot", "<ul><li>mot", "<b>mot"])
def test_the_end_of_details_ends_what_they_hold(html: str) -> None:
    """What follows is not in them."""
    found, _ = read(f"<details>\n\n{html}\n</details>\n{AFTER}")
    assert found.endswith("\n" + read(AFTER)[0])


FOLD = "<details>\n<summary>s</summary>\n\n{}\n\n</details>"
BLOCKS = [
    '<figure><img src="a.png" alt="b"></figure>',
    "<div>**a**</div>",
    "<div>\n\n**a**\n\n</div>",
    "<b>\n\n*a*\n\n</b>",
    "<div>a</div>*b* &amp; c",
    "<p>a</p><p>b</p>\n<hr>",
    FOLD.format("**a**\n\n- b\n- c"),
    FOLD.format(ROW.format("**a**")),
    "<details><summary>s</summary>**a**</details>",
]


@pytest.mark.parametrize("reader", ["markdown", "gitbook"])
@pytest.mark.parametrize("html", BLOCKS)
@pytest.mark.parametrize(
    ("mark", "set_in"), [("- ", "  "), ("- ", "    "), ("1. ", "   "), ("1. ", "    ")]
)
def test_html_stays_in_the_item_where_it_is(
    reader: str, html: str, mark: str, set_in: str
) -> None:
    """The list is not cut in two."""
    inside = "\n".join((set_in + line).rstrip() for line in html.split("\n"))
    found, told = read(f"{mark}un\n\n{inside}\n\n{mark}deux\n\nfin", reader)
    alone, told_alone = read(html, reader)
    lines = found.split("\n")
    assert [line for line in lines if not line.startswith(" ")] == [lines[0], "Para fin"]
    assert sorted(told) == sorted(told_alone)
    held = {line.strip() for line in alone.split("\n")} - {""}
    assert held <= {line.strip() for line in lines}


@pytest.mark.parametrize("reader", ["markdown", "gitbook"])
def test_details_stay_in_a_quotation(reader: str) -> None:
    """A paragraph holds none: what opens there goes on."""
    lines = FOLD.format("**a**").split("\n")
    found, told = read(
        "\n".join(f"> {line}".rstrip() for line in lines) + "\n\nfin", reader
    )
    kinds = "Quote|  Div section « s »|    Para a (Strong)|Para fin"
    assert found == kinds.replace("|", "\n")
    assert not told


@pytest.mark.parametrize("reader", ["markdown", "gitbook"])
@pytest.mark.parametrize("last", ["> x", "- x", "- x\n ", "- x\n\n  y\n ", "## x", "1. x"])
def test_the_end_of_details_is_beside_what_is_last_in_them(reader: str, last: str) -> None:
    """Nothing is told: a list or a quotation of Markdown needs no end tag."""
    start = "<details>\n<summary>s</summary>\n\n"
    whole = f"{start}{last.rstrip()}\n\n</details>\n\n**fin**"
    assert read(f"{start}{last}</details>\n\n**fin**", reader) == read(whole, reader)
    code, _ = read(f"{start}`a</details>` *b*\n\n</details>\n\n**fin**", reader)
    assert "a</details>" in code


@pytest.mark.parametrize("reader", ["markdown", "gitbook"])
def test_what_follows_a_block_on_its_line_stays_there(reader: str) -> None:
    """Entities and comments too: they came at the end of the page."""
    found, _ = read("<div>a</div>&eacute;t&eacute; <!-- x -->*b*<hr>c\n\nfin", reader)
    assert found == "Para a\nPara été *b*\nRule\nPara c\nPara fin"


@pytest.mark.parametrize("quote", ["> ", ">", "> > "])
def test_a_fence_in_a_quotation_holds_empty_lines(quote: str) -> None:
    """Its signs are not words, its tags are no HTML."""
    lines = ["avant", "", "```html", "a <div>", "", "  b", "```", "", "après"]
    text = "\n".join(quote + line for line in lines)
    found, told = read(text)
    assert not told
    assert "`" not in found
    assert re.search(r"^ +CodeBlock a <div>⏎⏎ +b \(html\)$", found, re.M)
    assert read(
        text.replace(f"{quote}\n", "", 1).replace(f"{quote}\n{quote}après", f"{quote}après")
    )


def test_a_fence_that_its_quotation_does_not_end_is_text() -> None:
    """What follows the quotation is Markdown; a fence around a quotation holds it whole."""
    assert read("> ```\n> a\n\nb **c**")[0].endswith("\n" + read("b **c**")[0])
    whole, _ = read("````\n> ```\n> x\n> ```\n````\n\nfin")
    assert "> ```" in whole


@pytest.mark.parametrize("name", ["markdown", "gitbook"])
def test_a_medium_becomes_a_link(name: str) -> None:
    """A frame of another site is never published: its title and its address are."""
    frame = '<iframe src="https://carte.fr/x" title="Carte des aides"></iframe>'
    video = '<video controls><source src="https://e.fr/v.mp4">Un film</video>'
    report = Report()
    page = f"# T\n\n{frame}\n\nVoir {video} ici.\n"
    (document,) = READERS[name](page, "a.md", ReaderOptions(), report)
    links = [(n.href, plain_text(n)) for n in nodes(document) if isinstance(n, Link)]
    assert links == [
        ("https://carte.fr/x", "Carte des aides"),
        ("https://e.fr/v.mp4", "Un film"),
    ]
    assert not report.findings


ACCORDION = (
    '<h3><button aria-expanded="false" aria-controls="a">Qui ?</button></h3>'
    '<div id="a" hidden><p>Tous.</p></div>'
)
OPENED = (
    '<button aria-expanded="false" aria-controls="a">Qui ?</button>'
    '<div id="a" style="display: none"><p>Tous.</p></div>'
)
UNNAMED = (
    '<h3><button aria-expanded="false">Qui ?</button></h3>'
    '<div style="display:none"><p>Tous.</p></div>'
)
TABS = (
    '<ul role="tablist"><li><button role="tab" id="t" aria-controls="a">Qui ?</button></li>'
    '</ul><div role="tabpanel" id="a" aria-labelledby="t" hidden><p>Tous.</p></div>'
)


@pytest.mark.parametrize("folded", [ACCORDION, OPENED, UNNAMED, TABS])
def test_what_a_page_folds_is_published_under_its_name(folded: str) -> None:
    """The names of accordions and tabs are buttons, what they open is hidden."""
    shown = "<main><h1>Titre</h1><h2>Partie</h2>{}<p>Suite.</p></main>"
    found, told = read(shown.format(folded), "html")
    assert found == read(shown.format("<h3>Qui ?</h3><p>Tous.</p>"), "html")[0]
    assert not told


def test_a_window_and_a_menu_that_open_are_left_out() -> None:
    """So is a button beside the words of a heading."""
    around = (
        '<main><h1>Titre <button>Copier</button></h1><button aria-controls="w">Ouvrir'
        '</button><div id="w" role="dialog" hidden>Fenêtre</div><p>Suite.</p></main>'
        '<header><button aria-controls="m">Menu</button><p id="m" hidden>Un</p></header>'
    )
    found, told = read(around, "html")
    assert found == read("<main><h1>Titre</h1><p>Suite.</p></main>", "html")[0]
    assert told == ["hors-contenu"]


def test_an_aside_in_the_text_is_published_and_hidden_words_are_told() -> None:
    """One that is links leads elsewhere, as a menu does."""
    report = Report()
    page = (
        "<title>T</title><main><h1>T</h1><aside><p>Bon à savoir, "
        "<a href='https://e.fr'>ici</a>.</p></aside><aside>"
        "<a href='https://e.fr'>Autre sujet</a></aside><p>Fin.</p>"
        "<div hidden>Deux <b style='display: none'>mots</b></div></main><aside>Côté</aside>"
    )
    (document,) = READERS["html"](page, "a.html", ReaderOptions(), report)
    assert list(map(plain_text, document.blocks)) == ["Bon à savoir, ici.", "Fin."]
    (told,) = report.findings
    assert "5 mots autour" in told.message
    assert "texte caché : 2 mots" in told.message
