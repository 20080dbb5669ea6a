"""The editors' report, from plain values: what it shows, says and leads to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given
from hypothesis import strategies as st
from wcag import contrast

from ppun_access.document.model import Pos
from ppun_access.readability.composite import LEVELS as SCALE
from ppun_access.readability.composite import level_of
from ppun_access.report import Finding
from ppun_access.settings.thresholds import EASY_THRESHOLDS, THRESHOLDS, Thresholds
from ppun_access.site.report import drawing, words
from ppun_access.site.report.decisions import decisions
from ppun_access.site.report.model import (
    LEVELS,
    Cause,
    EarlierMeasure,
    Figures,
    HardSentence,
    LevelBand,
    NamedFinding,
    ReportOptions,
    ReportText,
    ReportVersion,
    SentenceRow,
)
from ppun_access.site.report.page import OPEN_TEXTS, TOGETHER, report_page, sentence_to_do

OPTIONS = ReportOptions("Le site", "la Région", "le 12 novembre 2025 à 14 h 05")
CAUSE = Cause("66 mots", "Coupez-la en 5 phrases\u00a0: une idée par phrase")


def sentence(n: int, length: int, difficulty: float, *causes: Cause) -> SentenceRow:
    text = f"Phrase numéro {n} de {length} mots."
    return SentenceRow(text, length, difficulty, causes, n + 2, f"s-{n}")


SENTENCES = (
    sentence(1, 12, 18.0),
    sentence(2, 66, 92.4, CAUSE),
    sentence(3, 30, 61.0),
    sentence(4, 41, 75.0),
)
FIGURES = Figures(
    sentences=4, words=1317, longest_sentence=66, kandel_moles=48.24, lix=65.0,
    reading_seconds=106, difficulty=71.6, rare_words=12.5,
)  # fmt: skip
EASY = Figures(sentences=1, words=8, longest_sentence=8, kandel_moles=91.0, lix=20.0,
               difficulty=12.0, rare_words=0.0)  # fmt: skip


def version(**changes: Any) -> ReportVersion:
    values: dict[str, Any] = {
        "version": "integral",
        "status": "publie",
        "file": "a.md",
        "ours": FIGURES,
        "sentences": SENTENCES,
        "link": "../site/edito/index.html",
    }
    return ReportVersion(**(values | changes))


def easy(**changes: Any) -> ReportVersion:
    own = {"version": "facile", "status": "brouillon", "file": "facile/edito.md"}
    rest = {"ours": EASY, "sentences": (sentence(1, 8, 12.0),)}
    return version(**(own | rest | changes))


def text(n: int = 1, *versions: ReportVersion) -> ReportText:
    return ReportText(f"edito-{n}", f"L’édito {n}", versions or (version(), easy()))


def page(
    texts: Sequence[ReportText],
    findings: Sequence[NamedFinding] = (),
    options: ReportOptions = OPTIONS,
) -> BeautifulSoup:
    content = report_page(texts, findings, options)["index.html"]
    assert isinstance(content, bytes)
    return BeautifulSoup(content.decode(), "html.parser")


def shown(soup: Tag) -> str:
    """Return the text as a reader sees it, every space a plain one."""
    return " ".join(soup.get_text(" ").split()).replace(" ,", ",").replace(" .", ".")


def full() -> BeautifulSoup:
    """Return a report that has some of everything."""
    past = (EarlierMeasure("le 3 mars", 80.0), EarlierMeasure("le 12 novembre", 75.0))
    second = text(2, version(earlier=past))
    third = text(3, version(sentences=(), ours=Figures(sentences=0), link=""))
    findings = [
        NamedFinding(Finding("doux", "une chose", minor=True), "edito-1", "facile"),
        *(
            NamedFinding(
                Finding("long", f"<b> {n}", pos=Pos("a.md", n), page="P", passage="Q r")
            )
            for n in range(7)
        ),
        NamedFinding(Finding("pdf-rate", "ça casse"), "edito-1", "integral"),
    ]
    return page([text(1), second, third], findings)


# The overview


def test_the_overview_shows_both_versions_side_by_side() -> None:
    (card,) = page([text()]).select(".texte-vu")
    whole, simple = card.select(".version")
    assert [h.text for h in card.select("h3")] == ["L’édito 1"]
    assert shown(whole).startswith("Texte complet 72 difficile seuil : 60")
    assert "Phrases 4 Mots 1 317 La plus longue 66 mots Lecture 1 min 46 s" in shown(whole)
    assert shown(simple).startswith(
        "Version simplifiée. Brouillon non validé 12 très facile seuil : 45"
    )
    assert "La version simplifiée est plus facile : 12 au lieu de 72." in shown(card)
    links = [str(a["href"]) for a in whole.select("a")]
    assert links == ["#t1i", "../site/edito/index.html"]


def test_a_missing_easy_version_is_said() -> None:
    card = page([text(1, version())]).select(".texte-vu")[0]
    assert "pas encore écrite" in card.text
    assert "facile/edito-1.md" in card.text


def test_an_easy_version_that_is_not_easier_is_told() -> None:
    harder = easy(ours=Figures(difficulty=90.0, words=4))
    assert "n’est pas plus facile" in words.comparison((version(), harder))
    assert words.comparison((version(),)) == ""
    assert words.comparison((version(), easy(ours=Figures()))) == ""


@pytest.mark.parametrize(
    ("past", "recomputed", "direction", "told"),
    [
        ((), False, "first", "première mesure"),
        ((), True, "first", "nouveau calcul, sans comparaison"),
        ((75.0,), False, "easier", "plus facile que le 12 novembre : −3"),
        ((20.0, 68.0), False, "harder", "plus difficile que le 12 novembre : +4"),
        ((72.4,), False, "same", "aussi difficile que le 12 novembre"),
    ],
)
def test_the_trend_in_words(
    past: tuple[float, ...], recomputed: bool, direction: str, told: str
) -> None:
    points = tuple(EarlierMeasure("le 12 novembre", value) for value in past)
    found = words.trend(version(earlier=points, recomputed=recomputed))
    assert found is not None
    assert (found.direction, found.text.replace("\u00a0", " ")) == (direction, told)


def test_a_curve_that_starts_again_says_so() -> None:
    points = (EarlierMeasure("hier", 75.0),)
    found = words.trend(version(earlier=points, recomputed=True))
    assert found is not None
    assert found.history == "depuis le nouveau calcul, 75 hier, 72 maintenant"


def test_the_trend_line_says_every_value() -> None:
    soup = page(
        [
            text(
                1,
                version(
                    earlier=(
                        EarlierMeasure("le 3 mars", 80.0),
                        EarlierMeasure("hier", 60.0),
                    )
                ),
            )
        ]
    )
    line = soup.select_one("svg.courbe desc")
    assert line is not None
    assert line.text == "80 le 3 mars, 60 hier, 72 maintenant"
    assert not page([text()]).select("svg.courbe"), "one value draws no line"


def test_a_text_counts_its_findings_with_links() -> None:
    soup = full()
    whole, simple = soup.select(".texte-vu")[0].select(".version")
    first = whole.select_one(".liens a")
    other = simple.select_one(".liens a")
    assert first is not None
    assert other is not None
    assert shown(first).startswith("1 erreur")
    assert shown(other).startswith("1 information")
    target = soup.find(id=str(first["href"])[1:])
    assert isinstance(target, Tag)
    assert "Ça casse" in target.text


# Text by text


def test_every_sentence_has_its_cell_in_reading_order() -> None:
    soup = page([text(1, version())])
    cells = soup.select(".ruban ol a")
    names = [str(a.svg["aria-label"]).replace("\u00a0", " ") for a in cells if a.svg]
    assert names == [
        "Phrase 1 : 12 mots, très facile",
        "Phrase 2 : 66 mots, très difficile",
        "Phrase 3 : 30 mots, difficile",
        "Phrase 4 : 41 mots, difficile",
    ]
    fills = [str(a.rect["fill"]) for a in cells if a.rect]
    assert fills == ["url(#m1)", "url(#m5)", "url(#m4)", "url(#m4)"]
    for cell, row in zip(cells, SENTENCES, strict=True):
        target = soup.find(id=str(cell["href"])[1:])
        assert isinstance(target, Tag)
        assert row.text in target.text
        assert cell.svg is not None
        assert int(str(cell.svg["width"])) >= drawing.NARROWEST


def test_sentences_to_rewrite_say_where_why_and_how() -> None:
    soup = page([text(1, version())])
    items = soup.select(".recrire li[id]")
    order = [re.findall(r"numéro (\d)", item.text)[0] for item in items]
    assert order == ["2", "4", "3"]
    first = shown(items[0])
    assert "66 mots, difficulté 92 (très difficile)" in first
    assert "a.md:4" in first
    assert "66 mots. Coupez-la en 5 phrases : une idée par phrase." in first
    page_link = items[0].select_one("a[href='../site/edito/index.html#s-2']")
    assert page_link is not None


@given(
    st.lists(st.tuples(st.integers(1, 120), st.floats(0, 100)), max_size=30),
    st.sampled_from([THRESHOLDS, EASY_THRESHOLDS]),
)
def test_only_what_passes_a_threshold_is_to_rewrite(
    pairs: list[tuple[int, float]], limits: Thresholds
) -> None:
    rows = [SentenceRow("x", length, hard) for length, hard in pairs]
    found = words.to_rewrite(rows, limits)
    past = {
        n
        for n, (length, hard) in enumerate(pairs)
        if hard > limits.difficulty or length > limits.long_sentence
    }
    assert set(found) == past
    assert len(found) == len(past)


def test_a_sentence_worth_more_comes_first() -> None:
    rows = [
        SentenceRow("courte", 10, 90.0),
        SentenceRow("longue", 40, 90.0),
        SentenceRow("longue et moins dure", 40, 61.0),
    ]
    assert words.to_rewrite(rows, THRESHOLDS) == (1, 0, 2)


def test_the_report_begins_with_the_sentence_worth_most() -> None:
    hard = version(ours=Figures(difficulty=95.0), sentences=SENTENCES[1:2])
    soup = page([text(1, version()), text(2, hard, easy())])
    told = [shown(li) for li in soup.select(".premiers > li")]
    assert [re.findall(r"numéro (\d)", one)[0] for one in told] == ["2", "4", "3"], "once"
    assert all("page « L’édito 1 » a.md:" in one for one in told)
    assert "Récrivez une phrase de 66 mots" in told[0]


def test_in_a_terminal_two_sentences_to_write_again_are_told_apart() -> None:
    """They may have one text and one length."""
    rows = (SentenceRow(f"Le {n} de la rue et tout le reste.", 40, 90.0) for n in "ab")
    hard = (HardSentence(text(1, version()), row, "a.md", "#a") for row in rows)
    lines = {sentence_to_do(one).line for one in hard}
    assert len(lines) == 2
    assert any("« Le a de la rue" in line.replace("\xa0", " ") for line in lines)


@given(
    st.lists(st.integers(1, 400), max_size=60),
    st.tuples(st.integers(1, 90), st.integers(1, 90)),
)
def test_every_length_is_in_one_bar(lengths: list[int], pair: tuple[int, int]) -> None:
    limits = Thresholds(long_sentence=pair[0], very_long_sentence=pair[0] + pair[1])
    zones = drawing.histogram(lengths, limits)
    assert [zone.rank for zone in zones] == [0, 1, 2]
    totals = [sum(bar.count for bar in zone.bars) for zone in zones]
    assert sum(totals) == len(lengths)
    assert totals[1] + totals[2] == sum(n > pair[0] for n in lengths)
    assert totals[2] == sum(n > sum(pair) for n in lengths)
    bars = [bar for zone in zones for bar in zone.bars]
    assert len(bars) <= 110
    assert bars[-1].last is None
    for one, following in pairwise(bars):
        assert one.last is not None
        assert following.first == one.last + 1


def test_the_bars_have_one_width_at_the_default_thresholds() -> None:
    for limits, width in ((THRESHOLDS, 5), (EASY_THRESHOLDS, 4)):
        bars = [b for z in drawing.histogram([7, 70], limits) for b in z.bars]
        assert {b.last - b.first + 1 for b in bars if b.last} == {width}


def test_five_measures_are_judged_and_say_what_a_person_should_do() -> None:
    soup = page([text(1, version())])
    rows = [
        [" ".join(cell.get_text(" ", strip=True).split()) for cell in tr.select("th, td")]
        for tr in soup.select(".mesures tbody tr")
    ]
    assert rows == [
        ["Difficulté", "72", "au plus 60", "Trop haut"],
        ["Mots rares", "12,5", "au plus 10", "Trop haut"],
        ["Phrase la plus longue", "66", "au plus 40", "Trop haut"],
        ["Kandel-Moles", "48,2", "au moins 50", "Trop bas"],
        ["LIX", "65", "au plus 55", "Trop haut"],
    ]
    assert [li.text for li in soup.select(".faire li")] == [
        "Récrivez d’abord les phrases les plus difficiles.",
        "Remplacez les mots rares, ou expliquez-les.",
        "Coupez les phrases de plus de 40 mots.",
        "Coupez les phrases, et prenez des mots plus courts.",
        "Remplacez des mots de plus de six lettres.",
    ]
    options = ReportOptions(thresholds=Thresholds(25, 70, 90, 10, 90, 20))
    looser = page([text(1, version())], (), options)
    told = looser.select(".mesures td:last-child")
    assert [" ".join(cell.text.split()) for cell in told] == ["Bien"] * 5
    assert not looser.select(".faire")


def test_the_easy_version_has_its_own_thresholds() -> None:
    hard = easy(sentences=(sentence(1, 13, 12.0),))
    soup = page([text(1, version(sentences=SENTENCES[:1]), hard)])
    whole, simple = soup.select(".volet")
    assert "Rien à récrire : aucune phrase n’a plus de 25 mots" in shown(whole)
    assert "numéro 1" in simple.select(".recrire li")[0].text
    assert "plus de 12 mots" in shown(simple)


# Drawings


@given(st.floats(0, 100), st.integers(0, 100))
def test_the_gauge_stays_on_its_scale(difficulty: float, threshold: int) -> None:
    drawn = drawing.gauge(difficulty, threshold)
    assert 0 <= drawn.marker <= drawing.GAUGE
    assert sum(s.width for s in drawn.segments) == pytest.approx(drawing.GAUGE)
    level = drawing.level_number(difficulty)
    own = drawn.segments[level - 1]
    assert own.x - 0.1 <= drawn.marker <= own.x + own.width + 0.1


@pytest.mark.parametrize("difficulty", [0, 20, 20.1, 40, 60, 60.01, 80, 99, 100])
def test_levels_are_those_of_the_scores(difficulty: float) -> None:
    bands = tuple(LevelBand(name, end) for end, name in SCALE)
    assert bands == LEVELS
    name = LEVELS[drawing.level_number(difficulty) - 1].name
    assert name == level_of(difficulty)


def test_a_strip_is_as_long_as_its_text_and_as_high_as_it_is_hard() -> None:
    shapes = drawing.strip(SENTENCES, 2 * sum(s.words for s in SENTENCES))
    assert [s.level for s in shapes] == [1, 4, 5]
    starts = [float(x) for s in shapes for x in re.findall(r"M([\d.]+) ", s.path)]
    assert max(starts) < drawing.STRIP / 2
    (hardest,) = re.findall(r"v-(\d+)h", shapes[-1].path)
    (easiest,) = re.findall(r"v-(\d+)h", shapes[0].path)
    assert int(hardest) == round(0.924 * drawing.STRIP_HEIGHT)
    assert int(easiest) == round(0.18 * drawing.STRIP_HEIGHT)


@given(st.lists(st.floats(0, 100), max_size=40))
def test_the_trend_line_stays_in_its_frame(values: list[float]) -> None:
    line = drawing.trend_line(values)
    if len(values) < 2:
        assert line is None
        return
    assert line is not None
    numbers = [float(x) for x in re.findall(r"[\d.]+", line.path)]
    assert all(0 <= x <= drawing.TREND for x in numbers[::2])
    assert all(0 <= y <= drawing.TREND_HEIGHT for y in numbers[1::2])
    assert len(numbers) == 2 * min(len(values), drawing.SHOWN_BUILDS)


def test_every_drawing_has_words() -> None:
    """A title, a label, or words beside it that make it a decoration."""
    soup = full()
    drawings = soup.select("svg")
    assert len(drawings) > 20
    for svg in drawings:
        if svg.get("aria-hidden") == "true":
            continue
        assert svg["role"] == "img"
        ids = str(svg.get("aria-labelledby", "")).split()
        told = [soup.find(id=i) for i in ids] or [str(svg["aria-label"])]
        assert all(str(x if isinstance(x, str) else x and x.text).strip() for x in told)


# Findings


def test_the_report_says_how_to_silence_a_finding() -> None:
    def told(*found: Finding) -> str:
        return shown(page([text()], [NamedFinding(one) for one in found]))

    own = Finding("lien-vague", "m", pos=Pos("a.md", 3))
    never = Finding("page-illisible", "m", Pos("a.md", 1))
    assert "constat : <!-- ppun: taire lien-vague -->." in told(never, own)
    assert "ppun: taire" not in told(never)
    assert "ppun: taire" not in told(Finding("mentions-incompletes", "m"))


def test_findings_are_grouped_by_severity_and_decision() -> None:
    soup = full()
    heads = [shown(h) for h in soup.select(".gravite h3")]
    assert heads == ["Erreurs (1 point)", "Avertissements (7 points)",
                     "Informations (1 point)"]  # fmt: skip
    long = soup.select(".gravite.g2")[0]
    assert [shown(h) for h in long.select("h4")] == ["Long : 7"]
    assert [code.text for code in long.select("summary code")] == ["long"]
    assert len(long.select(".autres li")) == 2, "five are in sight"
    last = long.select("li")[6]
    assert shown(last) == "<b> 6. Passage : « Q r » Page « P » a.md:6"


def test_a_finding_about_several_pages_counts_them_all() -> None:
    """Two findings held thirteen pages back: « 2 sur 2 pages » was told."""
    hidden = tuple(f"cachee-{number}.md" for number in range(12))
    (one,) = decisions(
        [
            Finding("page-retenue", "m", Pos("cachee-0.md", 2), pages=hidden),
            Finding("page-retenue", "m", Pos("gardee.md", 3), pages=("gardee.md",)),
        ]
    )
    assert one.pages == (*hidden, "gardee.md")
    assert one.many == "13\u00a0pages"


def test_no_finding_is_said() -> None:
    told = shown(page([text()]))
    assert "Rien à signaler." in told
    assert "0 remarque" in told


# The page


@pytest.mark.parametrize(
    "texts",
    [
        [],
        [text(1, version(sentences=(), ours=Figures(sentences=0, words=0)))],
        [text(1, version(ours=Figures(sentences=4, words=9, longest_sentence=4)))],
    ],
)
def test_nothing_to_measure_is_said(texts: list[ReportText]) -> None:
    soup = page(texts)
    told = shown(soup)
    assert not soup.select(".premiers")
    assert not soup.select(".volet")
    if texts:
        assert "pas de phrase à mesurer" in told
    else:
        assert "Aucun texte n’a été mesuré." in told
        assert "Texte par texte" not in told


def test_every_link_inside_leads_somewhere_and_ids_are_unique() -> None:
    soup = full()
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    inside = [str(a["href"])[1:] for a in soup.select("a[href^='#']")]
    assert len(inside) > 20
    assert set(inside) <= set(ids)
    used = {m for svg in soup.select("[fill]") for m in re.findall(r"#(m\d)", str(svg))}
    assert used <= set(ids)


def test_the_links_of_a_page_have_different_names() -> None:
    for links in (full().select(".liens a"), full().select(".recrire .ou a")):
        names = [shown(a) for a in links]
        assert len(names) == len(set(names))


def test_tables_have_captions_scopes_and_a_region_of_their_own() -> None:
    soup = full()
    assert len(soup.select("table")) == 9
    for table in soup.select("table"):
        assert table.caption
        region = table.parent
        assert isinstance(region, Tag)
        assert region["role"] == "region"
        assert region["tabindex"] == "0"
        assert region["aria-label"]
    assert all(th.has_attr("scope") for th in soup.select("th"))


def test_the_page_runs_nothing_calls_nobody_and_hides_from_engines() -> None:
    soup = full()
    assert not soup.select("script, iframe, object, form, style, [style], base")
    assert not [
        tag.name
        for tag in soup.find_all(True)
        if any(a.startswith("on") for a in tag.attrs)
    ]
    (policy,) = soup.select("meta[http-equiv=Content-Security-Policy]")
    assert "script-src 'none'" in str(policy["content"])
    assert soup.select("meta[name=robots][content=noindex]")
    assert not [t for t in soup.select("[href], [src]") if "//" in str(t)
                and "http" in str(t.get("href"))]  # fmt: skip


def test_the_page_follows_french_typography() -> None:
    soup = full()
    labels = [str(tag["aria-label"]) for tag in soup.select("[aria-label]")]
    for told in (*soup.stripped_strings, *labels):
        assert not re.search(r"(?<=\w) [:;!?%»]|« |(?<=\w)'|\.\.\.", told), told


def test_what_authors_write_stays_text() -> None:
    evil = SentenceRow('<script>x</script>"&', 50, 90.0, (Cause("<i>", "<b>"),), 1, "s-1")
    soup = page([ReportText("e", "<u>T</u>", (version(sentences=(evil,)),))])
    assert not soup.select("script, i, b, u")
    assert '<script>x</script>"&' in soup.text


def test_the_public_copy_has_no_date_and_stands_in_the_site() -> None:
    past = (EarlierMeasure("le 3 mars", 80.0),)
    options = ReportOptions("Le site", public=True)
    files = report_page([text(1, version(earlier=past))], (), options)
    assert sorted(files) == ["assets/rapport.css", "index.html"]
    soup = page([text(1, version(earlier=past))], (), options)
    assert "3 mars" not in soup.text
    assert "première mesure" not in soup.text
    assert soup.select("link[href='../assets/style.css']")
    assert soup.select("a[href='../index.html']")
    assert soup.select("meta[name=robots][content=noindex]")


@pytest.mark.long
def test_forty_texts_of_a_hundred_sentences_stay_usable() -> None:
    rows = tuple(sentence(n, 5 + n % 50, n % 100, CAUSE) for n in range(100))
    texts = [text(n, version(sentences=rows), easy(sentences=rows[:50])) for n in range(40)]
    content = report_page(texts, (), OPTIONS)["index.html"]
    assert isinstance(content, bytes)
    assert len(content) < 6_000_000
    soup = BeautifulSoup(content.decode(), "lxml")
    assert len(soup.select(".texte-vu")) == 40
    boxes = soup.select("details.detail")
    assert len(boxes) == 40
    assert not [box for box in boxes if box.has_attr("open")]
    headings = [h.text for h in soup.select("h2")]
    assert headings.index("Tous les textes") < headings.index("Texte par texte")
    outside = [v for v in soup.select(".volet") if not v.find_parent("details")]
    assert outside == []


@pytest.mark.long
def test_of_many_texts_each_has_a_page_for_its_details() -> None:
    texts = [text(n, version(), easy()) for n in range(TOGETHER + 1)]
    place = Pos("a.md", 4)
    found = [
        NamedFinding(Finding("lien-vague", "m", place, "P"), t.document_id) for t in texts
    ]
    files = report_page(texts, found, OPTIONS)
    soups = {
        name: BeautifulSoup(content, "lxml")
        for name, content in files.items()
        if name.endswith(".html") and isinstance(content, bytes)
    }
    index = soups["index.html"]
    assert len(soups) == TOGETHER + 2
    assert not index.select(".volet")
    assert not index.select(".texte-vu"), "an index, and a page a text"
    assert len(index.select(".index tbody tr")) == TOGETHER + 1
    led = set[str]()
    for name, soup in soups.items():
        for link in soup.select("main a[href]"):
            path, _, anchor = str(link["href"]).partition("#")
            if path.startswith(".."):
                continue  # the published pages
            assert not anchor or soups[path or name].find(id=anchor), link
            led.add(path or name)
    assert led == set(soups)
    own = soups[f"texte-{texts[3].document_id}.html"]
    assert len(own.select(".texte-vu")) == 1
    assert [li["id"] for li in own.select(".constats li")] == ["c4"]
    assert not index.select(".constats [id]"), "a remark on a text is in its page"
    levels = [int(str(h.name)[1]) for h in own.select("main :is(h1, h2, h3, h4, h5)")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert own.title
    assert own.title.text.startswith(texts[3].title)


# The style sheet


def style() -> str:
    content = report_page([], (), OPTIONS)["assets/rapport.css"]
    assert isinstance(content, bytes)
    return content.decode()


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_colours_are_seen_on_their_ground(scheme: int) -> None:
    found = re.findall(r"\{([^{}]*--n1: [^{}]*)\}", style())
    colours = dict(re.findall(r"--(\w+): (#\w{6})", found[scheme]))
    ground, paper = (("#fffdf9", "#fbf6ee"), ("#26201d", "#1b1614"))[scheme]
    for name in ("n1", "n2", "n3", "n4", "n5"):
        assert contrast(colours[name], ground) >= 3, name
        assert contrast(colours[name], paper) >= 3, name
    for name in ("bien", "alerte"):
        assert min(contrast(colours[name], g) for g in (ground, paper)) >= 7, name


def test_the_style_sheet_calls_nobody_and_prints() -> None:
    css = style()
    assert len(css.encode()) < 13_000
    assert "url(" not in css
    assert "@import" not in css
    assert "prefers-color-scheme: dark" in css
    printed = css.partition("@media print")[2]
    assert "details-content" in printed, "what is closed is printed too"
    assert css.count("{") == css.count("}")


# What the style of the site does to it

ASSETS = files("ppun_access.site") / "assets"
SHARED = {
    "chapeau", "constats", "defile", "entete", "fiche", "hors-ecran", "nombre", "retour",
}  # fmt: skip
"""Names that the report takes from the site on purpose, with their look."""


def rules_of(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (ASSETS / name).read_text("utf-8"), flags=re.S)


def test_no_name_of_the_report_is_one_of_the_site_by_accident() -> None:
    """The bars of the lengths had the name of the player's: they were flat, unprinted."""
    several = page([text(n) for n in range(1, OPEN_TEXTS + 3)])
    used = {c for soup in (full(), several) for tag in soup.select("main [class]")
            for c in tag["class"]}  # fmt: skip
    assert "batonnet" in used
    assert used & set(re.findall(r"\.([a-z][\w-]*)", rules_of("style.css"))) <= SHARED


def test_what_the_site_does_not_print_of_its_own_is_printed_here() -> None:
    def printed(name: str) -> list[tuple[str, str]]:
        rules = rules_of(name).partition("@media print {")[2]
        return re.findall(r"([^{}]+){[^}]*\bdisplay: ?(\w+)", rules)

    main = full().main
    assert main
    ours = {id(t) for s, _ in printed("rapport.css") for t in main.select(_plain(s))}
    for selector, shown in printed("style.css"):
        for tag in main.select(_plain(selector)):
            assert shown != "none" or id(tag) in ours, tag


def test_what_is_white_on_paper_has_an_outline() -> None:
    """« très facile » is drawn in white there, by its class or by its pattern."""
    printed = rules_of("rapport.css").partition("@media print {")[2]
    outlined = re.search(r"([^{}]+){[^}]*stroke: #000", printed)
    assert outlined
    main = full().main
    assert main
    drawn = main.select("svg:not(.motifs) [fill^='url(#m'], svg:not(.motifs) [class^='f']")
    assert len(drawn) > 20
    assert {id(one) for one in drawn} <= {id(one) for one in main.select(outlined[1])}


def _plain(selectors: str) -> str:
    """Return selectors without those of states, which no parser knows."""
    return ", ".join(s for s in selectors.split(",") if "::" not in s) or "nothing"


# Lists


def test_hard_sentences_of_lists_are_to_rewrite_too() -> None:
    listed = (replace(sentence(3, 30, 85.0), in_list=True), sentence(4, 3, 5.0))
    apart = {"lists": Figures(sentences=2, words=33, difficulty=82.0), "listed": listed}
    for body in (SENTENCES[:1], ()):
        soup = page([text(1, version(sentences=body, **apart))])
        (item,) = soup.select(".recrire li[id]")
        assert "Dans une liste, 30 mots, difficulté 85 (très difficile)" in shown(item)
        assert "Listes, à part : 2 phrases, 33 mots, difficulté 82" in shown(soup)
        (first,) = soup.select(".premiers a")
        assert first["href"] == f"#{item['id']!s}"
        assert "Récrivez un point de liste de 30 mots" in shown(soup)
        ids = {str(tag["id"]) for tag in soup.select("[id]")}
        links = {str(a["href"]).removeprefix("#") for a in soup.select("a[href^='#']")}
        assert links <= ids


def test_a_sentence_to_rewrite_has_an_advice_even_without_a_cause() -> None:
    """One of thirteen plain words is too long for an easy version, and nothing else."""
    row = SentenceRow("Le chat.", 13, 20.0)
    soup = page([text(1, version(sentences=SENTENCES[:1]), easy(sentences=(row,)))])
    (item,) = soup.select(".recrire .causes li")
    assert shown(item) == (
        "13 mots. Coupez-la en deux : une idée par phrase, 12 mots au plus."
    )
