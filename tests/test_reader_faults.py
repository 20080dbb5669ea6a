"""Small faults of pages, each of which once lost a word or glued two of them."""

from __future__ import annotations

import pytest
from carrying import CARRIERS, active, lost, normal, page, published, words_in

from ppun_access.document.model import Document, Heading, Para, Table
from ppun_access.document.walk import nodes, plain_text
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.report import Report
from ppun_access.writers.markdown.write import write_markdown

ALL = ("gitbook", "markdown", "html")


def read(reader: str, text: str) -> tuple[Document, list[str]]:
    report = Report()
    (document,) = READERS[reader](text, "a.md", ReaderOptions(), report)
    return document, [finding.code for finding in report.findings]


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>un<tr><td>deux</table>",
        "<table><td>un<td>deux</table>",
        "<table><thead><tr><th>un<tbody><tr><td>deux</table>",
        "<table><caption>un<tr><td>deux</table>",
        "<td>un<td>deux",
        "<ul><li>un<li>deux</ul>",
        "<menu><li>un<li>deux</menu>",
        "<dl><dt>un<dd>deux</dl>",
        "<h2>un<h3>deux",
        "<h2>un<p>deux</p></h2>",
        "<b>un<p>deux</p></b>",
        "<span><div>un</div><div>deux</div></span>",
        "<address>un</address><address>deux</address>",
        "<details><summary>un<p>deux</p></summary>trois</details>",
        "<pre><code>un<br>deux</code></pre>",
        "<p><code>un<br>deux</code></p>",
        "<p><ruby>un<rt>deux</rt></ruby></p>",
    ],
)
def test_words_of_two_elements_are_two_words(reader: str, text: str) -> None:
    document, told = read(reader, text)
    ready = published(document, Report())
    for name, carrier in CARRIERS.items():
        carried = carrier(ready, Report())
        if name in ("text", "speech", "braille"):
            assert "undeux" not in carried, name
        if name != "speech":  # it says no code
            assert lost(["un", "deux"], carried) == [], name
    assert "hors-contenu" not in told
    assert active(page(ready, Report())) == []


def test_what_is_not_closed_is_not_nested() -> None:
    """Nor cut for being too deep, nor slow."""
    rows = "".join(f"<tr><td>mot{n}<td>b" for n in range(3000))
    document, told = read("gitbook", f"<table>{rows}</table>")
    (table,) = document.blocks
    assert len(getattr(table, "rows", ())) == 3000
    assert told == []


@pytest.mark.parametrize("reader", ALL)
def test_entities_that_do_not_exist_are_text(reader: str) -> None:
    text = "<p>&a; &b-c.d; AT&T; &eacute;&lt;b&gt; &amp;x; <img alt='&z;' src='y.png'></p>"
    document, _ = read(reader, text)
    assert plain_text(document) == "&a; &b-c.d; AT&T; é<b> &x; &z;"


@pytest.mark.parametrize("reader", ALL)
def test_the_words_of_cdata_are_text_and_nothing_in_it_acts(reader: str) -> None:
    document, told = read(
        reader, "<p>un <![CDATA[deux <script>alert(1)</script>]]> trois</p>"
    )
    assert plain_text(document).startswith("un deux")
    assert active(page(published(document, Report()), Report())) == []
    assert told == []


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize("text", ["<![CDÁTA[deux]]>", "<![IGNORE[deux]]>", "<![ deux"])
def test_what_is_no_section_of_sgml_is_text(reader: str, text: str) -> None:
    document, _ = read(reader, f"<p>un {text} trois</p>")
    assert plain_text(document) == f"un {text} trois"
    word = "<p>un<![if !supportLists]> deux<![endif]> trois</p>"  # a page of Word
    assert plain_text(read("html", word)[0]) == "un deux trois"


def test_an_instruction_in_a_page_of_markdown_is_told() -> None:
    assert read("gitbook", "un <?deux trois?> quatre")[1] == ["balise-retiree"]
    assert read("gitbook", "un <!-- deux --> trois")[1] == []


@pytest.mark.parametrize("reader", ["gitbook", "markdown"])
@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("#motdiese", Para, "#motdiese"),
        ("####### sept", Para, "####### sept"),
        ("## C#", Heading, "C#"),
        ("## F# ##", Heading, "F#"),
        ("##\tdeux ##   ", Heading, "deux"),
        ("## un \\#", Heading, "un #"),
    ],
)
def test_headings_are_those_of_commonmark(
    reader: str, text: str, kind: type, words: str
) -> None:
    document, told = read(reader, text)
    (block,) = document.blocks
    assert (type(block), plain_text(block), told) == (kind, words, [])
    assert read("gitbook", write_markdown(document))[0].blocks == document.blocks


def test_a_line_that_begins_with_a_hash_in_a_list_is_text() -> None:
    document, _ = read("gitbook", "- #un\n- deux\n\n1. #trois\n")
    assert all(isinstance(i.blocks[0], Para) for b in document.blocks for i in b.items)  # type: ignore[union-attr]


def test_a_heading_of_many_spaces_is_read_at_once() -> None:
    assert plain_text(read("gitbook", f"## a{' ' * 20_000}b #")[0]).startswith("a")


def test_a_file_without_an_address_is_nothing_and_reads_back() -> None:
    document, told = read("gitbook", '{% file src="%}\n\nmot')
    assert [plain_text(block) for block in document.blocks] == ["mot"]
    assert told == ["balise-mal-ecrite"]
    assert read("gitbook", write_markdown(document))[0].blocks == document.blocks


@pytest.mark.parametrize(
    "text",
    [
        "{% vars.a mot %} fin",
        "{% autre mot %} fin",
        "{% autre etiquette='mot' %} fin",
        "{% hint mot %}fin{% endhint %}",
        "{% hint %}fin{% endhint mot %}",
        "{% embed url='https://x.fr' caption='mot' %}fin{% endembed %}",
        "{% file src='a.pdf' caption='mot' %} fin",
        "{% tabs titre='mot' %}fin{% endtabs %}",
        "{% update date='2026-01-01' title='mot' %}fin{% endupdate %}",
        "<details><summary>{% autre title='mot' %}</summary>fin</details>",
        "<h2>Un {% autre title='mot' %}</h2>\n\nfin",
    ],
)
def test_words_of_a_tag_stay(text: str) -> None:
    document, _ = read("gitbook", text)
    ready = published(document, Report())
    for name, carrier in CARRIERS.items():
        carried = carrier(ready, Report())
        assert lost(["mot", "fin"], carried) == [], name
        assert not {"\ufdd0", "\ufdd1", "\U000f0000"} & set(carried), name


def test_how_a_tag_looks_is_no_text() -> None:
    text = '{% autre style="large" width="50%" open="true" data-x="abc" size=3 %}\n\nfin'
    assert plain_text(read("gitbook", text)[0]) == "fin"
    conditions = '{% if a == "mot" %}\n\nfin\n\n{% else %}\n\n{% endif %}'
    assert plain_text(read("gitbook", conditions)[0]) == "fin"


def _shown(document: Document) -> str:
    return " ".join(map(plain_text, document.blocks))


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Bonjour <votre prénom>, à <Commune>.", ["<votre prénom>", "<Commune>"]),
        ("Un x<y et y>z fin", ["<y et y>"]),
        ("a <b et c> d", ["<b et c>"]),
        ("Voir <nom de rue> ou <nom-du-site>.", ["<nom de rue>", "<nom-du-site>"]),
        ("<section de la mairie> et *la* suite", ["<section de la mairie>"]),
        ("<b>Le</b> <p été> fin", ["<p été>"]),
        ("<p>si x<y</p><p>suite</p>", ["<y"]),
        ("Cher </votre nom> et </Commune>, suite", ["</votre nom>", "</Commune>"]),
        ("Un </p été> et </b de la mairie> fin", ["</p été>", "</b de la mairie>"]),
        ("Un <votre nom> et </votre nom> fin", ["<votre nom>", "</votre nom>"]),
        ("Un <script et la suite> fin", ["<script et la suite>"]),
    ],
)
def test_words_in_angle_brackets_are_text(reader: str, text: str, words: list[str]) -> None:
    report = Report()
    (document,) = READERS[reader](f"<p>Un</p>\n\n{text}", "a.md", ReaderOptions(), report)
    shown = _shown(document)
    assert all(word in shown for word in words)
    told = [f.message for f in report.findings if f.code == "balise-inconnue"]
    assert [m.partition(" »")[0].removeprefix("« ") for m in told] == words
    ready = published(document, Report())
    held = words_in(" ".join(words))
    for name, carrier in CARRIERS.items():
        assert lost(held, carrier(ready, Report())) == [], name
    assert active(page(ready, Report())) == []


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "<foo>un</foo> deux",
        "un</x-a> deux</o:p>",
        "un</br>deux</p class='a'>",
        "<o:p>un deux",
        "<x-a of='b'>un deux",
        '<foo of = "a>b">un deux',
        "un deux<script et code>code</script>",
        "<table><tr><th data-hidden data-card-target>un<td nowrap>deux</table>",
        '<p class="" id="" hidden lang>un</p> deux',
        "<svg><g><path><text>un deux</svg>",
        "<video controls muted>un</video> deux",
        "<b>un deux",
    ],
)  # fmt: skip
def test_elements_are_no_text(reader: str, text: str) -> None:
    document, _ = read(reader, text)
    assert "<" not in _shown(document)


OPEN = ["<script>", '<script src="x">', "<style>", "<template>", "<noscript>", "<canvas>"]


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize("tag", OPEN)
@pytest.mark.parametrize("before", ["", "<p>deux</p>", "deux "])
def test_a_program_that_nothing_ends_hides_nothing(
    reader: str, tag: str, before: str
) -> None:
    report = Report()
    text = f"<p>un</p>\n\n{before}{tag}\ntrois <b>mot</b>\n\n<p onclick=x>fin</p>\n"
    (document,) = READERS[reader](text, "a.md", ReaderOptions(), report)
    assert lost(["un", "trois", "mot", "fin"], _shown(document)) == []
    told = [(f.code, f.pos and f.pos.line, f.passage) for f in report.findings]
    name = tag.strip("<>").partition(" ")[0]
    assert told == [("balise-non-fermee", 3, f"<{name}>")]
    ready = published(document, Report())
    for kind, carrier in CARRIERS.items():
        assert lost(["un", "trois", "mot", "fin"], carrier(ready, Report())) == [], kind
    assert active(page(ready, Report())) == []


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize(
    "text",
    [
        "un <script>a</script b> deux",
        "un <script>a<script>b</script> deux",
        "un <template>a<template>b</template>c</template> deux",
        "un <style>a</style>\n\n<style>b</STYLE > deux",
    ],
)
def test_a_program_that_has_an_end_is_left_out(reader: str, text: str) -> None:
    assert _shown(read(reader, text)[0]).split() == ["un", "deux"]


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize("text", ["<head>un", "<head><meta><b>un</b>", "<head><p>un</p>"])
def test_the_head_of_a_page_needs_no_end(reader: str, text: str) -> None:
    document, _ = read(reader, f"{text} deux\n\ntrois")
    assert _shown(document).split() == ["un", "deux", "trois"]


@pytest.mark.parametrize("reader", ALL)
def test_a_tag_inside_words_is_still_one(reader: str) -> None:
    document, _ = read(reader, "Un <mot et z<b>gras</b> </ou autre<i>fin</i>")
    assert _shown(document) == "Un <mot et zgras </ou autrefin"
    assert "<strong>" in page(published(document, Report()), Report())


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<p>un <Commune>\n\ndeux", "un <Commune> deux"),
        ("<dl><dt>un <b été fin>\n\ndeux", "un <b été fin> deux"),
        ("un </État> et </ été> deux", "un </État> et </ été> deux"),
        ("un <peut-être - été> deux", "un <peut-être - été> deux"),
        ("<p>un <b `mot` (fin)>\n\ndeux", "un <b `mot` (fin)> deux"),
        ("un<mot<b>gras</b> <y <i class=a>deux</i>", "un<motgras <y deux"),
        ("un<mot<img src=a.png alt=deux>", "un<mot deux"),
        ("<pre>un <img src=a.png alt=deux></pre>", "un deux"),
        ("<ruby>un <rt><code>deux</code></rt></ruby>", "un deux"),
        ("<iframe src=x>un <b>deux</b>", "x un deux"),
        ("<video src=x controls>un <p>deux</p>", "x un deux"),
    ],
)
def test_words_beside_faults_stay(reader: str, text: str, words: str) -> None:
    document, _ = read(reader, text)
    shown = _shown(document) + " ".join(map(plain_text, nodes(document)))
    assert lost(map(normal, words.split()), shown) == []
    ready = published(document, Report())
    for name in ("text", "html", "epub", "daisy"):
        assert lost(words_in(words), CARRIERS[name](ready, Report())) == [], name
    assert active(page(ready, Report())) == []


@pytest.mark.parametrize(
    "text",
    [
        "un <body><p>deux</p>", "<body><p>un</p></body><p>deux</p>",
        "<title>T</title><body><p>un</p></body><body><p>deux</p></body>",
    ],
)  # fmt: skip
def test_words_beside_the_body_of_a_page_are_in_it(text: str) -> None:
    assert _shown(read("html", text)[0]).split() == ["un", "deux"]


def test_a_table_that_is_cut_ends_at_its_end() -> None:
    text = "<table><tr>\n\nun\n</tr>\n    </table>\n\n**deux**"
    document, told = read("markdown", text)
    assert _shown(document).split() == ["un", "deux"]
    assert told == []


@pytest.mark.parametrize("reader", ALL)
@pytest.mark.parametrize("tag", ["div", "details", "b"])
def test_a_deep_page_with_blank_lines_is_read(reader: str, tag: str) -> None:
    document, _ = read(reader, f"<{tag}>\n\n" * 600 + "mot" + f"</{tag}>\n\n" * 600)
    assert _shown(document).strip() == "mot"


def test_a_section_that_is_words_opens_no_block() -> None:
    document, _ = read("markdown", "<section de la mairie>\n\nUn **mot**\n\n## Titre")
    assert "**" not in _shown(document)
    assert isinstance(document.blocks[-1], Heading)


@pytest.mark.parametrize("reader", ["gitbook", "markdown"])
def test_cells_beyond_the_header_stay_and_are_told(reader: str) -> None:
    rows = "| un | deux |\n|---|:-:|\n| 1 | 2 | |\n| 3 | 4 | *trois* | quatre |\n| 5 |\n"
    report = Report()
    (document,) = READERS[reader](f"Mot.\n\n{rows}", "a.md", ReaderOptions(), report)
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [len(row.cells) for row in table.rows] == [4, 2, 4, 2]
    assert all(cell.header for cell in table.rows[0].cells)
    (told,) = report.findings
    assert (told.code, told.pos and told.pos.line) == ("cellules-en-trop", 6)
    ready = published(document, Report())
    for name, carrier in CARRIERS.items():
        assert lost(["trois", "quatre"], carrier(ready, Report())) == [], name


def test_a_row_with_a_side_that_the_header_has_not_loses_no_cell() -> None:
    document, _ = read("markdown", "un | deux\n---|---\n| 3 | quatre")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert "quatre" in plain_text(table.rows[1].cells[-1].blocks[0])
