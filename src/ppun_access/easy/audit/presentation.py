"""Audit rules, RLS-1: presentation, judged on the output of our own writers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ppun_access.easy.audit.model import (
    IN_PDF,
    AuditFinding,
    Check,
    Facts,
    Outcome,
    PagedFacts,
    Rule,
    WorstValue,
)
from ppun_access.easy.audit.outcomes import (
    NO_PAGES,
    NOT_RENDERED,
    asked,
    conforming,
    display_findings,
    failing,
    judged,
    manual,
    not_applicable,
    passage_finding,
    to_check,
    wrong_as_whole,
)
from ppun_access.easy.audit.typed import cut_words, in_columns_by_spaces, indented_by_spaces

SMALLEST = 14.0
"""CSS pixels (RLS-1.1.1)."""
LIGHTEST = 400
CONTRAST = 7.0
"""RLS-1.4.1."""
SPACING = 1.5
"""Times the size of the text (RLS-1.13)."""
MARGIN_CM = 3.0
"""RLS-1.11.1."""
COMMON_FORMATS = frozenset({"A4", "A5"})


def at_least(
    get: Callable[[Facts], WorstValue | None], least: float, what: str, advice: str
) -> Check:
    """Return a check of a measure of the page that must not be under ``least``."""

    def check(facts: Facts) -> Outcome:
        worst = get(facts)
        if worst is None:
            return to_check(NOT_RENDERED)
        message = f"{what} : {number(worst.value)}. Il en faut au moins {number(least)}."
        if worst.value + 1e-6 >= least:
            return conforming(message)
        return failing(display_findings((worst.text,), f"{message} {advice}"), message)

    return check


def none_of(
    get: Callable[[Facts], tuple[str, ...] | None], fine: str, wrong: str, advice: str,
    typed: Callable[[Facts], Iterable[AuditFinding]] = lambda facts: (),
) -> Check:  # fmt: skip
    """Return a check of what no text of the page may have, by its style or ``typed``."""

    def check(facts: Facts) -> Outcome:
        texts = get(facts)
        if texts is None:
            return to_check(NOT_RENDERED)
        styled = display_findings(texts, f"{wrong} {advice}")
        return judged([*styled, *typed(facts)], fine, wrong)

    return check


def of_pages(check: Callable[[Facts, PagedFacts], Outcome]) -> Check:
    """Return a check that applies only to a document of pages."""

    def applied(facts: Facts) -> Outcome:
        return check(facts, facts.paged) if facts.paged else not_applicable(NO_PAGES)

    return applied


def looked_at(question: str) -> Callable[[Facts, PagedFacts], Outcome]:
    """Return a check of pages that a person makes: where they end is not known before."""
    return lambda facts, _: manual(question)(facts)


def number(value: float) -> str:
    """Return a number as French writes it: « 1,5 »."""
    return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",").replace("-", "−")


def at_most_one(
    get: Callable[[Facts], tuple[str, ...] | None], fine: str, names: str
) -> Check:
    """Return a check of what the page may have one of: « polices », « couleurs »."""

    def check(facts: Facts) -> Outcome:
        found = get(facts)
        if found is None:
            return to_check(NOT_RENDERED)
        listed = ", ".join(found)
        if len(found) < 2:
            return conforming(fine.format(listed))
        message = f"Le texte a {len(found)} {names} : {listed}."
        return wrong_as_whole(message, "Gardez-en une.")

    return check


_LIGHT = "Le texte est clair sur un fond foncé. Gardez un fond clair."


def contrast(facts: Facts) -> Outcome:
    """RLS-1.4.1: dark on light, 7:1; a dark scheme that the reader has chosen is theirs."""
    ratio, inverted = facts.rendered.contrast, facts.rendered.light_on_dark
    if ratio is None or inverted is None:
        return to_check(NOT_RENDERED)
    on_page = [text for text in inverted if text != IN_PDF][:1]
    light = [*on_page, *(text for text in inverted if text == IN_PDF)]
    found = list(display_findings(light, _LIGHT))
    message = f"Le contraste est de {number(ratio.value)}:1."
    if ratio.value < CONTRAST:
        found += display_findings((ratio.text,), f"{message} Il en faut 7:1.")
    wrong = message if ratio.value < CONTRAST else "Le texte est clair."
    return judged(found, f"{message} Le texte est foncé sur un fond clair.", wrong)


def capitals(facts: Facts) -> Outcome:
    """RLS-1.6.1: by the style of the page, or typed."""
    shown = facts.rendered.capitals
    if shown is None:
        return to_check(NOT_RENDERED)
    typed = [
        passage_finding(passage, noted.sentence, noted.message, "")
        for noted in facts.noted
        if noted.code == "texte-en-capitales"
        for passage in facts.passages
        if passage.text == noted.sentence and passage.line == noted.line
    ]
    styled = display_findings(shown, "La page met ce texte en majuscules.")
    return judged(
        [*styled, *typed],
        "Pas de mot en majuscules, à part des sigles et des noms.",
        "Des mots sont en majuscules.",
    )


def hyphens(facts: Facts) -> Outcome:
    """RLS-1.8.1: no word is cut, by the style of the page or by a mark in the text."""
    shown = facts.rendered.hyphenated
    if shown is None:
        return to_check(NOT_RENDERED)
    soft = [
        passage_finding(
            p, p.text, "Ce texte a un trait d’union caché (U+00AD).",
            "Retirez-le.",
        )
        for p in facts.passages
        if "\N{SOFT HYPHEN}" in p.text
    ]  # fmt: skip
    cut = display_findings(shown, "La page peut couper les mots de ce texte.")
    found = [*cut, *soft, *cut_words(facts)]
    return judged(
        found, "Aucun mot n’est coupé.", "Des mots sont coupés, ou peuvent l’être."
    )


def little_text(facts: Facts) -> Outcome:
    """RLS-1.12.1: the grid gives no count; far too much is reported, the rest is asked."""
    words, most = facts.rendered.words, facts.profile.page_words
    if words is None:
        return to_check(NOT_RENDERED)
    if words <= most:
        question = f"La page a {words} mots, pour {most} au plus. Est-ce assez peu ?"
        return asked(question, "C" if 2 * words <= most else "NC")
    message = f"La page a {words} mots. Pour être facile, elle en a {most} au plus."
    advice = "Gardez le plus important, ou faites plusieurs pages."
    return wrong_as_whole(message, advice)


def sheet_format(facts: Facts, paged: PagedFacts) -> Outcome:
    """RLS-1.10.1."""
    if paged.format is None:
        return to_check("Quel est le format des pages du document à télécharger ?")
    if paged.format in COMMON_FORMATS:
        return conforming(f"Le document est au format {paged.format}.")
    message = f"Le document est au format {paged.format}, qui n’est pas courant."
    return wrong_as_whole(message, "Prenez A4 ou A5.")


def margins(facts: Facts, paged: PagedFacts) -> Outcome:
    """RLS-1.11.1."""
    if paged.margin_cm is None:
        return to_check("Les marges du document font-elles au moins 3 cm ?")
    message = f"La plus petite marge du document est de {number(paged.margin_cm)} cm."
    if paged.margin_cm + 1e-6 >= MARGIN_CM:
        return conforming(message)
    return wrong_as_whole(message, "Il en faut 3.")


_PARAGRAPHS = at_least(
    lambda f: f.rendered.paragraph_spacing, SPACING,
    "L’espace le plus petit entre deux paragraphes", "Écartez ces paragraphes.",
)  # fmt: skip


def paragraphs(facts: Facts) -> Outcome:
    """RLS-1.13.2: between two paragraphs that follow each other."""
    if facts.rendered.paragraph_spacing is None and facts.rendered.size is not None:
        return not_applicable("Aucun paragraphe n’en suit un autre.")
    return _PARAGRAPHS(facts)


PRESENTATION = (
    Rule(
        "RLS-1.1.1", "taille-police",
        at_least(
            lambda f: f.rendered.size, SMALLEST,
            "La taille du plus petit texte, en pixels", "Agrandissez ce texte.",
        ),
        "De petites lettres fatiguent. La taille est lue dans le style de la page publiée.",
        "Un texte de 21 px.", "Une note de 12 px.",
    ),
    Rule(
        "RLS-1.2.1", "police-empattements",
        none_of(
            lambda f: f.rendered.serif,
            "Toutes les polices sont sans empattements.",
            "Ce texte a une police à empattements, ou à chasse fixe.",
            "Écrivez-le comme un texte, pas comme du code.",
        ),
        "Les lettres simples se reconnaissent mieux. La police est lue dans le style.",
        "Arial, Luciole, Atkinson Hyperlegible.", "Times, Courier.",
    ),
    Rule(
        "RLS-1.2.2", "police-maigre",
        at_least(
            lambda f: f.rendered.weight, LIGHTEST,
            "La graisse du texte le plus maigre", "Prenez la graisse normale.",
        ),
        "Des traits trop fins se voient mal.",
        "Une graisse de 400 ou plus.", "Une graisse de 300.",
    ),
    Rule(
        "RLS-1.2.3", "interlettrage",
        at_least(
            lambda f: f.rendered.letter_spacing, 0.0,
            "L’espace ajouté entre les lettres", "Laissez l’espace de la police.",
        ),
        "Des lettres serrées se confondent. L’espace ajouté ne doit pas être négatif.",
        "L’espace par défaut de la police.", "Un titre resserré.",
    ),
    Rule(
        "RLS-1.2.4", "italique",
        none_of(
            lambda f: f.rendered.italic,
            "Aucun texte n’est en italique.",
            "Ce texte est en italique.", "Écrivez-le en gras, ou sans mise en forme.",
        ),
        "L’italique déforme les lettres.",
        "Un mot en gras.", "Un mot en italique.",
    ),
    Rule(
        "RLS-1.2.5", "decoration",
        none_of(
            lambda f: f.rendered.decorated,
            "Aucun texte n’est souligné ou ombré, à part les liens.",
            "Ce texte est souligné, barré ou ombré.", "Retirez cette décoration.",
        ),
        "Un texte souligné ressemble à un lien, et l’ombre brouille les lettres.",
        "Un lien souligné.", "Une phrase soulignée pour insister.",
    ),
    Rule(
        "RLS-1.3.1", "polices",
        at_most_one(lambda f: f.rendered.fonts, "Une seule police : {}.", "polices"),
        "Changer de police demande un effort de plus.",
        "Une police partout.", "Une police pour les titres, une autre pour le texte.",
    ),
    Rule(
        "RLS-1.4.1", "contraste", contrast,
        "Un texte pâle ne se lit pas. Le contraste est calculé (WCAG) pour chaque texte "
        "de la page, en mode clair et en mode sombre.",
        "Un texte presque noir sur un fond crème.", "Un texte gris clair.",
    ),
    Rule(
        "RLS-1.4.2", "couleurs",
        at_most_one(
            lambda f: f.rendered.colours, "Une seule couleur de texte, à part les liens.",
            "couleurs",
        ),
        "Des couleurs différentes font chercher un sens. Les liens sont à part.",
        "Un texte d’une couleur.", "Un mot en rouge.",
    ),
    Rule(
        "RLS-1.5.1", "colonnes",
        none_of(
            lambda f: f.rendered.columns,
            "Le texte n’est pas en colonnes.",
            "Ce texte est présenté en colonnes.", "Mettez-le sur une colonne.",
            in_columns_by_spaces,
        ),
        "Avec des colonnes, on ne sait pas où continuer.",
        "Un texte sur une colonne.", "Un texte sur deux colonnes.",
    ),
    Rule(
        "RLS-1.6.1", "capitales", capitals,
        "Les mots en majuscules se ressemblent tous, dans un titre aussi. Les sigles, les "
        "noms de famille et les villes d’une adresse peuvent l’être.",
        "L’accueil est ouvert.", "L’ACCUEIL EST OUVERT.", textual=True,
    ),
    Rule(
        "RLS-1.7.1", "phrase-a-la-ligne",
        none_of(
            lambda f: f.rendered.run_on,
            "Chaque phrase commence sur une nouvelle ligne.",
            "Cette phrase commence sur la ligne de la phrase d’avant.",
            "La page de la version facile met chaque phrase sur sa ligne.",
        ),
        "Une phrase par ligne se repère mieux.",
        "Chaque phrase sur sa ligne.", "Un paragraphe de quatre phrases à la suite.",
    ),
    Rule(
        "RLS-1.8.1", "cesure", hyphens,
        "Un mot coupé se lit en deux fois. Le programme voit aussi « for-mulaire », tapé "
        "avec un trait d’union.",
        "Un mot entier, à la ligne d’après.", "Un mot coupé par un tiret en fin de ligne.",
    ),
    Rule(
        "RLS-1.9.1", "retrait",
        none_of(
            lambda f: f.rendered.indented,
            "Aucun paragraphe n’a de retrait.",
            "La première ligne de ce texte est en retrait.", "Retirez ce retrait.",
            indented_by_spaces,
        ),
        "Toutes les lignes commencent au même endroit : l’œil les retrouve.",
        "Des lignes qui commencent au même endroit.", "Un alinéa.",
    ),
    Rule(
        "RLS-1.10.1", "format-page", of_pages(sheet_format),
        "Un format courant s’imprime partout.",
        "Un PDF en A4.", "Un PDF de 20 × 20 cm.",
    ),
    Rule(
        "RLS-1.10.2", "mise-en-page-document",
        of_pages(looked_at("le document est-il simple et facile à parcourir ?")),
        "Une personne regarde le document imprimé.",
        "Un titre, puis un texte.", "Des encadrés, des flèches, du texte sur une photo.",
    ),
    Rule(
        "RLS-1.10.3", "mise-en-page-web",
        manual("la page web est-elle simple et facile à parcourir ?"),
        "Une personne regarde la page publiée, sur un ordinateur et sur un téléphone.",
        "Un titre, puis un texte.", "Des menus partout, des images qui bougent.",
    ),
    Rule(
        "RLS-1.11.1", "marges", of_pages(margins),
        "Des marges larges aident à tenir la feuille et à suivre les lignes.",
        "Des marges de 3 cm.", "Des marges de 1 cm.",
    ),
    Rule(
        "RLS-1.12.1", "page-longue", little_text,
        "Beaucoup de texte décourage. Le RLS ne donne pas de nombre : le seuil est un "
        "usage, et sous le seuil une personne décide.",
        "Une page de 300 mots.", "Une page de 3 000 mots.",
    ),
    Rule(
        "RLS-1.12.2", "page-pleine",
        of_pages(looked_at("chaque page du document a-t-elle assez peu de texte ?")),
        "Une page pleine décourage. Une personne feuillette le document.",
        "Une page de 120 mots.", "Une page de 500 mots.",
    ),
    Rule(
        "RLS-1.13.1", "interligne",
        at_least(
            lambda f: f.rendered.line_spacing, SPACING,
            "L’interligne le plus petit", "Écartez les lignes de ce texte.",
        ),
        "Des lignes serrées se mélangent.",
        "Un interligne de 1,7.", "Un interligne de 1,15.",
    ),
    Rule(
        "RLS-1.13.2", "espace-paragraphes", paragraphs,
        "L’espace montre où une idée finit.",
        "Un espace de 1,5 fois la taille du texte.", "Des paragraphes collés.",
    ),
    Rule(
        "RLS-1.14.1", "alignement",
        none_of(
            lambda f: f.rendered.not_left,
            "Chaque texte est aligné à gauche.",
            "Ce texte n’est pas aligné à gauche.", "Alignez-le à gauche.",
        ),
        "Un texte justifié ou centré a des blancs, et des lignes qui commencent partout.",
        "Un texte aligné à gauche.", "Un texte justifié.",
    ),
)  # fmt: skip
