"""Recognise kinds of files that no reader supports, and give advice for each."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS = (
    "Ouvrez-le dans son logiciel, enregistrez-le en .docx ou en .odt, et mettez ce "
    "nouveau fichier à sa place."
)
_SHEET = (
    "Pour publier ses tableaux, copiez-les dans une page (.docx, .odt, .md). Pour donner "
    "le fichier tel quel, faites un lien vers lui dans une page."
)
_SLIDES = (
    "Copiez son texte dans une page (.docx, .odt, .md), avec un titre par diapositive."
)
_PRINTED = (
    "Pour publier son texte, mettez ici le document dont il est tiré (.docx, .odt, .md). "
    "Pour donner le fichier tel quel, faites un lien vers lui dans une page."
)
_MARKUP = "Enregistrez son texte en .docx, en .odt, en .md ou en .txt."
_ARCHIVE = "Dépliez-le, et mettez dans ce dossier les documents qu’il contient."
_SOURCE = (
    "C’est un texte écrit en {}. Convertissez-le en .docx ou en .md, par exemple avec "
    "pandoc (« pandoc texte{} -o texte.docx »), relisez le résultat, et mettez-le à sa "
    "place."
)
_LEXICON = (
    "Les prononciations s’écrivent dans lexique.toml, une par ligne, dans la partie "
    '[prononciations] : « MOLINOZ = "Molinoz" », ou « SRADDET = "/sʁadɛt/" » en API.'
)
_ENDS = (
    (
        _WORDS,
        ".doc .docm .dot .dotm .dotx .wps .wpd .wri .pages .sxw .stw .ott .fodt .odm .abw "
        ".hwp .lwp .rtfd",
    ),
    (_SHEET, ".xls .xlsx .xlsm .xlsb .xlt .ods .ots .fods .sxc .numbers .csv .tsv"),
    (_SLIDES, ".ppt .pptx .pptm .pps .ppsx .odp .otp .fodp .sxi .key"),
    (_PRINTED, ".pdf .xps .oxps .ps .djvu .pub .indd .idml .mobi .azw3 .odg"),
    (
        _MARKUP,
        ".org .adoc .asciidoc .textile .mediawiki .wiki .mdx .rmd .qmd .ipynb .mht .mhtml "
        ".webarchive .one .eml .msg .fb2 .lyx",
    ),
    (_SOURCE.format("LaTeX", ".tex"), ".tex .latex .ltx"),
    (_SOURCE.format("reStructuredText", ".rst"), ".rst"),
    (_SOURCE.format("Typst", ".typ"), ".typ"),
    (_LEXICON, ".pls"),
    (_ARCHIVE, ".zip .7z .rar .tar .tgz .gz"),
)
ADVICE: Mapping[str, str] = {end: said for said, ends in _ENDS for end in ends.split()}
"""End of a name → what to do with such a document, in French."""

_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_OPEN = ".docx ou .odt"
_STARTS = (
    (b"{\\rtf", ".rtf"),
    (b"<html", ".html"),
    (b"<!DOCTYPE html", ".html"),
    (_ZIP, _OPEN),
    (_OLE, ".doc"),
    (b"%PDF-", ".pdf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
)
IN_UTF8 = (
    "Si c’est un texte, ouvrez-le et enregistrez-le en UTF-8 (dans le Bloc-notes : "
    "Fichier, Enregistrer sous, Encodage : UTF-8). Sinon, retirez-le du dossier."
)


def suffix_by_content(content: bytes) -> str:
    """Return how the name of a file should end, by its first bytes; empty: unknown.

    >>> suffix_by_content(b"%PDF-1.7"), suffix_by_content(b"# Titre")
    ('.pdf', '')
    """
    return next((end for start, end in _STARTS if content.startswith(start)), "")


def how_to_fix(content: bytes, otherwise: str) -> str:
    """Return advice, in French, for a file whose content does not match its name."""
    match suffix_by_content(content):
        case "":
            return otherwise
        case ".doc":
            return (
                "C’est un ancien document (.doc), ou un document protégé par un mot de "
                "passe : ouvrez-le dans son logiciel, et enregistrez-le en .docx, sans mot "
                "de passe."
            )
        case ".rtf" | ".html" | ".docx ou .odt" as end:
            return f"Il semble être un document {end} : renommez-le ainsi."
        case end:
            return f"C’est un fichier {end} : {_as_sentence(ADVICE.get(end, ''))}"


def _as_sentence(advice: str) -> str:
    return advice[:1].lower() + advice[1:] if advice else "retirez-le du dossier des pages."


def what_to_do(suffix: str, content: bytes) -> str:
    """Return advice, in French, for a document that is not read; ``content``: its start."""
    suffix = suffix.lower()
    if suffix in (".doc", ".dot") and suffix_by_content(content) in (
        ".rtf",
        ".html",
        _OPEN,
    ):
        return how_to_fix(content, "")
    return ADVICE.get(suffix, "")
