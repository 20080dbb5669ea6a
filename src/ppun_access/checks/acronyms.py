"""Check acronyms: report those not explained, and those that a voice may misread.

An acronym has one finding: not explained, or else not known to the voice.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache

from ppun_access.checks.model import (
    CheckOptions,
    author_nodes,
    author_sentences,
    is_easy_text,
    prose,
)
from ppun_access.document.model import (
    Abbr,
    Definition,
    Div,
    Document,
    Heading,
)
from ppun_access.document.walk import (
    nodes,
    plain_text,
    running_text,
    sentences,
)
from ppun_access.french import words
from ppun_access.french.lexical import morphology
from ppun_access.french.lexical.lists import FUNCTION_WORDS
from ppun_access.french.spoken.acronyms import is_known, is_spelled, meanings
from ppun_access.french.spoken.capitals import SMALL, UNKNOWN, is_sayable, surnames
from ppun_access.french.spoken.spoken_form import readings
from ppun_access.report import Finding
from ppun_access.settings.lexique_toml import Lexicon

_EVERYDAY = """
    ADN APL BD BEP BTP BTS CAF CAP CD CDD CDI CFDT CGT COVID DVD EDF FC FM
    GPS HD HLM IBAN IRM ISF IVG LED MP NASA NB OK OMS ONG ONU OTAN OVNI PACA PACS PC PDF
    PDG PIB PMA PME PMI PS PV PVC QR RATP RDC RDV RER RIB RSA SA SAMU SARL SDF SIDA SIM
    SIREN SIRET SMIC SMS SNCF SOS SUV SVP TER TGV TNT TPE TTC TV TVA UE ULM URL USA
    USB UV VIH VIP VTC VTT WC WIFI
"""
EVERYDAY = frozenset(_EVERYDAY.split())
"""Nobody needs them explained: in daily use, or clearer than the words they stand for."""
_NUMBERED = frozenset(
    {"BP", "CD", "CP", "CS", "EN", "IEC", "ISO", "NF", "RC", "RD", "RFC", "RN", "TSA"}
)
"""Before a number, part of a postal address, the name of a road or of a standard."""
_NONE = re.compile(r"[IVX]+|WI|FI|CEDEX|([A-Z])\1+|JJ-MM|MM-JJ")
"""Roman numbers, halves of « WI-FI », a part of addresses, of « AAAA-MM-JJ »."""
_INSIDE = re.compile(r"(?:\d\s?[/-]|\d\s?[a-zA-Z]{1,2}/|\w\.|[A-Z]{2}-)\Z")
"""What stands before a part of a number or a name: « 6411/SG », « L/HA », « TECH.GOUV »."""
_PERSON = re.compile(r"\s*([A-ZÀ-Ý][a-zà-ÿ]+(?:-[A-ZÀ-Ý][a-zà-ÿ]+)?)\s\Z")
"""A word that begins a line, which a surname may end."""
_RULES = ("sigle", "sigle-a-points", UNKNOWN)
_NEAR = 80
"""Characters before an acronym in which what it names may stand."""
_SHORTEST = 3
"""Letters of an acronym that is told outside easy texts: two are too often a name."""
_NOUN = (
    r"(?i:(?<![\w’'-])(?:l[ae]s?|une?|d[eu]s|du|aux?|ce(?:t|tte|s)?|sa|son|ses|leurs?|notre|nos|"
    r"votre|vos|chaque|plusieurs)\s|(?<!\w)l[’'])[«“\"]?\s?"
)
"""What stands before a noun, and seldom before a name: « la CDPH », « chez OVH »."""
_WINDOW = 160
"""Characters around an acronym in which its meaning may stand."""
_SAYS = r"(?:c[’']est-à-dire|ce qui signifie|signifie|veut dire|désigne)"
_CALLED = r"(?:ou|dite?s?|soit|abrégée? en|ci-après|appelée?s?|ex|anciennement)"
_RUN = r"(?:[A-ZÀ-Ý]{2,}[\s/-])*"
"""Acronyms that stand together, as « SCORAN BFC »: what explains one explains them."""
_BEFORE = re.compile(
    rf"(?:[(\[](?:{_CALLED}\s)?|[,»”]\s(?:{_CALLED}\s)+|\s[–—-]\s)(?:l[’']|la\s|le\s|les\s)?[«“\"]?\s*"
    rf"{_RUN}\Z"
)
_OPENED = re.compile(
    rf"[^\W\d_][»”\"]?\s?[(\[](?:{_CALLED}[\s-])?(?:l[’']|l[ae]s?\s)?[«“\"]?\s?"
    r"(?:[A-ZÀ-Ý]{2,}(?:\sou\s|[/\s-]))*\Z"
)
_CLOSED = re.compile(r"(?:(?:\sou\s|[/\s-])[A-ZÀ-Ý]{2,})*\s?[»”\"]?[)\]]")
"""Around an acronym that brackets hold alone: it stands for what is before them."""
_AFTER = re.compile(
    rf"(?:[\s/-][A-ZÀ-Ý]{{2,}})*[*_]*\s?[»”\"]?\s?[(\[]|[»”\"]?,?\s(?:{_SAYS}|=)\s|[»”\"]?\s?:\s"
)
_PLACES = """
    annexe article cas chapitre début exemple exemples fin mois page pages partie point
    source suite tome version versions
"""
_NO_NAMES = frozenset(_PLACES.split())
"""Nouns that say where or which, and no name."""
_FOR = re.compile(r"\spour\s(?!l[ae]s?\s|l[’'])")
"""« MD pour medium »: the letters show whether it is explained."""
_SAID_AFTER = re.compile(rf"[»”\"]?,?\s{_SAYS}\s\w")
"""What explains, in whatever words."""
_IN_FRENCH = re.compile(r"[»”\"]?\s?[(\[]([^\W\d]+(?:[ ’'-][^\W\d]+){1,7})[)\]]")
"""Words in brackets that may say in French what an English acronym means."""


def acronyms(document: Document, options: CheckOptions) -> Iterator[Finding]:
    """Yield a finding for each acronym that is not explained, or that no voice knows.

    Those of the lexicon and those that the author marked (``<abbr title>``) are explained
    by a full text in every format, and by no easy one: it has no tooltips. Those of
    ``EVERYDAY`` need not be, and the names of who signs are no acronyms. What explains one
    may stand anywhere in the text. A full text is told those that are surely acronyms:
    whose meaning the table knows, or that stand as nouns, and have three letters.
    """
    is_easy = is_easy_text(document, options)
    known = _said_otherwise(document, options.lexicon, shown=not is_easy)
    text = _whole(document)
    seen: set[str] = set()
    for sentence in author_sentences(document):
        for acronym, unknown in _found(prose(sentence, abbreviated=is_easy), known):
            if acronym in seen or _is_also_a_name(acronym, text):
                continue
            seen.add(acronym)
            passage = running_text(sentence.children)
            meaning = options.lexicon.acronyms.get(acronym, "")
            unknown = unknown and options.spoken and not meaning
            if not (is_easy or _is_surely_one(acronym, text)):
                continue
            if acronym not in EVERYDAY and not _is_explained(acronym, text, meaning):
                message = (_UNEXPLAINED + (_EASY if is_easy else _FULL)).format(acronym)
                message += _SPELLED if unknown else ""
                code = "sigle-inexplique"
            elif unknown and len(acronym) > 3:
                message, code = _UNKNOWN.format(acronym), "sigle-inconnu"
            else:
                continue
            times = max(1, len(_written(acronym).findall(text)))
            line = "" if meaning else _line(acronym)
            yield Finding(
                code, message, sentence.pos, document.title, passage,
                subject=acronym, times=times, line=line,
            )  # fmt: skip


def _is_surely_one(acronym: str, text: str) -> bool:
    """Return whether capitals are an acronym, and not the name of a product or a code."""
    if len(acronym) < _SHORTEST:
        return False
    return acronym in meanings() or bool(
        re.search(rf"{_NOUN}{re.escape(acronym)}(?![\w’'@]|\.\w|-[a-z\d])", text)
    )


def _line(acronym: str) -> str:
    """Return the line of ``[sigles]`` that explains an acronym everywhere.

    What is pasted and not filled is a comment: it explains nothing.
    """
    if known := meanings().get(acronym):
        return f'{acronym} = "{known}"'
    return f'# {acronym} = "nom entier"'


def explained_acronyms(document: Document) -> Callable[[str], bool]:
    """Return the function that tells whether a document says what an acronym stands for."""
    text = cache(lambda: _whole(document))
    return cache(lambda word: _is_explained(word, text()))


def full_name(acronym: str, text: str) -> str:
    """Return the name that ``text`` gives before an acronym in brackets; empty if none.

    >>> full_name("DGT", "À Paris, la direction générale du travail (DGT) aide.")
    'direction générale du travail'
    """
    before, opened, _ = text.partition(f" ({acronym})")
    starts = [found.start() for found in re.finditer(r"(?<!\w)[^\W\d_]", before)]
    for start in reversed(starts[-len(acronym) - 6 :] if opened else ()):
        first, *rest = words(before[start:])
        if rest and first not in FUNCTION_WORDS and _spells([first, *rest], acronym):
            return before[start:]
    return ""


def _whole(document: Document) -> str:
    """Return all that a document says, in reading order, its definitions first."""
    lines = list(_definitions(document))
    headings = (node for node in nodes(document) if isinstance(node, Heading))
    titles = {id(one) for heading in headings for one in sentences(heading)}
    for sentence in sentences(document):
        text = running_text(sentence.children)
        alone = id(sentence) in titles and text.isalpha() and text.isupper()
        lines.append(f"{text} :" if alone else text)
    return "".join(f"{line} " for line in lines)


_UNEXPLAINED = "Le sigle « {0} » n’est pas expliqué. "
_FULL = (
    "La première fois, écrivez ce qu’il veut dire : « nom entier ({0}) » ; ou ajoutez-le "
    "au lexique, dans [sigles]."
)
_EASY = (
    "Écrivez le nom entier, ou expliquez-le dans la ligne d’après : « {0} : nom entier »."
)
"""Brackets and tooltips are not easy to read."""
_SPELLED = (
    " La voix l’épelle : si c’est un mot, écrivez comment le dire dans [prononciations]."
)
_UNKNOWN = (
    "La voix épelle « {0} ». Si c’est un mot, écrivez comment le dire dans le lexique, "
    "[prononciations] ; sinon, ajoutez ce sigle à [sigles]."
)


def _is_explained(acronym: str, text: str, meaning: str = "") -> bool:
    """Return whether ``text`` says what an acronym stands for, or may say it.

    ``meaning`` is the project's, which the letters need not show.
    """
    if len(acronym) >= _SHORTEST and _is_spelled_out(acronym, text):
        return True
    for found in _written(acronym).finditer(text):
        before = text[max(0, found.start() - _WINDOW) : found.start()]
        after = text[found.end() : found.end() + _WINDOW]
        if _OPENED.search(before) and _CLOSED.match(after):
            return True
        beside = (*_RUN_BEFORE.findall(before), acronym, *_RUN_AFTER.findall(after))
        if any(_named_before(a, before) or _named_after(a, after) for a in beside):
            return True
        if meaning and re.match(rf"\s?:\s{re.escape(meaning)}", after, re.IGNORECASE):
            return True
    return False


def _is_spelled_out(acronym: str, text: str) -> bool:
    """Return whether words that follow each other begin with the letters of an acronym.

    All of them, or those that are no small words: « la carte nationale d’identité ».
    """
    wanted = _plain(acronym).upper()
    name = re.compile(f"{wanted[0]}(?i:{wanted[1:-1]}){wanted[-1]}")
    return any(map(name.search, _initials_of(text)))


@lru_cache(maxsize=4)
def _initials_of(text: str) -> tuple[str, str]:
    """Return the first letters of the words, and of those that are no small words.

    Those of small words are small. What a stop or a bracket parts is apart; an acronym is
    no word.
    """
    every = list[str]()
    for passage in _STOPS.split(text):
        said = [word for word in words(passage) if len(word) < 2 or not word.isupper()]
        letters = ((_plain(word)[:1], word.lower() in FUNCTION_WORDS) for word in said)
        every.append("".join(one if small else one.upper() for one, small in letters))
    spaced = " ".join(every)
    return spaced, re.sub("[a-z]", "", spaced)


_STOPS = re.compile(r"[.!?;:]\s|[()\[\]]")


def _written(acronym: str) -> re.Pattern[str]:
    first, *others = map(re.escape, acronym)
    spelling = r"\.?".join([first, *(f"(?i:{one})" for one in others[:-1]), *others[-1:]])
    return re.compile(rf"(?<!\w){spelling}\.?s?(?!\w)")


_RUN_BEFORE = re.compile(r"(?<!\w)([A-ZÀ-Ý]{2,})[\s/-]\Z")
_RUN_AFTER = re.compile(r"\A[\s/-]([A-ZÀ-Ý]{2,})(?!\w)")
"""The acronym that stands beside one, as in « SCORAN BFC »."""


def _named_before(acronym: str, before: str) -> bool:
    """Return whether ``before`` ends with the full name: « Région académique – … »."""
    opening = _BEFORE.search(before)
    if not opening:
        return False
    name = words(before[: opening.start()])[-len(acronym) - 6 :]
    return any(_spells(name[at:], acronym) for at in range(len(name) - 1))


def _named_after(acronym: str, after: str) -> bool:
    """Return whether ``after`` begins with the full name: « (Région académique) »."""
    if _SAID_AFTER.match(after) or (acronym not in meanings() and _is_in_french(after)):
        return True
    meant = _FOR.match(after)
    opening = meant or _AFTER.match(after)
    if not opening:
        return False
    said = re.split(r"[)\];]|\.(?!\w)", after[opening.end() :])[0]
    name = words(said)[: len(acronym) + 6]
    last = 1 if meant else min(3, len(name) - 1)
    return any(_spells(name[at:], acronym) for at in range(last))


def _is_in_french(after: str) -> bool:
    """Return whether brackets say a name: « UX (expérience utilisateur) »."""
    inside = _IN_FRENCH.match(after)
    if not inside:
        return False
    first, *rest = inside[1].split()
    kinds = {reading.pos for reading in morphology.readings(first)}
    is_name = first.islower() and "NOM" in kinds and kinds <= {"NOM", "ADJ"}
    return is_name and bool(rest) and first not in _NO_NAMES


def _spells(name: list[str], acronym: str) -> bool:
    """Return whether words can give an acronym: it begins as they do."""
    letters = [_plain(word) for word in name]
    wanted = _plain(acronym)
    if not letters or not wanted or letters[0][:1] != wanted[0]:
        return False
    return (
        _beginnings(letters, wanted)
        or _initials(letters, wanted)
        or _shuffled([word for word in name if word not in FUNCTION_WORDS], wanted)
    )


def _beginnings(letters: list[str], wanted: str) -> bool:
    """Return whether an acronym takes letters of words, the first of each: « CO-DIR »."""
    reached = {0}
    for word in letters:
        for at in tuple(reached):
            if wanted[at : at + 1] == word[:1]:
                for letter in word:
                    at += wanted[at : at + 1] == letter
                    reached.add(at)
    return len(wanted) in reached


def _initials(letters: list[str], wanted: str) -> bool:
    """Return whether the first letters of words are most of an acronym, in order."""
    at = 0
    for word in letters:
        at += at < len(wanted) and word[:1] == wanted[at]
    return at >= 3 and at * 5 >= len(wanted) * 3


def _shuffled(name: list[str], wanted: str) -> bool:
    """Return whether a name has the letters, in whatever order, and few other words."""
    left = Counter(wanted) - Counter(_plain(word)[:1] for word in name)
    return not left and 2 < len(wanted) <= len(name) <= len(wanted) + 2


def _plain(word: str) -> str:
    """Return the letters of a word, without accents, in lower case."""
    plain = unicodedata.normalize("NFKD", word.lower()).replace("œ", "oe")
    return "".join(filter(str.isalpha, plain))


def _found(text: str, known: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """Yield the acronyms of ``text``, and whether the voice may read them wrong.

    No table knows these, and they might be words: two letters, and what French cannot say
    (« SDIS »), are spelled.
    """
    for start, stop, _, rule in readings(text, known):
        acronym = re.sub(r"[.\s]", "", text[start:stop].removesuffix("s"))
        numbered = acronym in _NUMBERED and re.match(r"\s?\d", text[stop:])
        near = text[max(0, start - _NEAR) : start]
        inside = _INSIDE.search(near) or re.match(r"\.\w", text[stop:])
        other = (
            acronym in SMALL
            or acronym in PRODUCTS
            or numbered
            or inside
            or is_product(near)
            or _NONE.fullmatch(acronym)
            or _is_surname(text[:start], text[stop:])
        )
        if rule in _RULES and not other:
            doubtful = len(acronym) > 2 and is_sayable(acronym)
            doubtful = doubtful and not is_spelled(acronym)
            yield acronym, rule == UNKNOWN and doubtful


def _is_also_a_name(acronym: str, text: str) -> bool:
    """Return whether a text writes it as a name too: « API CARTO », « l’API Carto »."""
    name = rf"(?<![.!?]\s)(?<=\s){acronym.capitalize()}(?!\w)"
    return len(acronym) > 4 and bool(re.search(name, text))


def _is_surname(before: str, after: str) -> bool:
    """Return whether a line is a name: « Zélinda GAMBA »."""
    given = _PERSON.fullmatch(before)
    return bool(given and not after.strip() and not morphology.readings(given[1].lower()))


def _said_otherwise(document: Document, lexicon: Lexicon, *, shown: bool) -> dict[str, str]:
    """Return the words in capitals that are no acronyms to report.

    ``shown``: the pages say what those of the lexicon stand for, and those that are marked.
    """
    said = {k: v for k, v in lexicon.pronunciations.items() if not is_known(k)}
    marked = (
        node for node in author_nodes(document) if isinstance(node, Abbr) and node.title
    )
    explained = (*lexicon.acronyms, *map(plain_text, marked)) if shown else ()
    names = (*_signed(document), *explained)
    return {**dict.fromkeys(names, "x"), **said}


def _signed(document: Document) -> tuple[str, ...]:
    signatures = " ".join(
        plain_text(block)
        for block in document.blocks
        if isinstance(block, Div) and block.role == "signature"
    )
    return surnames(f"{document.meta.author} {signatures}")


def _definitions(document: Document) -> Iterator[str]:
    """Yield each definition of the document as one line, with its term."""
    for node in author_nodes(document):
        if isinstance(node, Definition):
            yield f"{running_text(node.term)} : {' '.join(map(plain_text, node.blocks))}"


# Names of products, of companies, of formats and of licences


_PRODUCT_NAMES = """
    ADOBE ANDROID APPLE ASUS AWS BMW CHATGPT CHROMEOS DELL DJI DROPBOX ESET FACEBOOK FIREFOX
    ENGIE ERDF FTTH GIMP GITBOOK GITHUB GITLAB GLPI GMAIL GOOGLE GRDF HP IBM IKEA INSTAGRAM
    JAWS JIRA LEGO
    LENOVO LG LIBREOFFICE LINKEDIN LINUX MATOMO MICROSOFT MOODLE MSI NEXTCLOUD NVDA NVIDIA
    OUTLOOK OVH OVHCLOUD QGIS SAMSUNG SAP SFR SHAREPOINT SKYPE TIKTOK TRELLO
    TWITTER VLC VMWARE WHATSAPP WINDOWS WORDPRESS XBOX XIAOMI YOUTUBE
"""
_FORMATS = """
    CSS CSV DOC DOCX EPUB GEOJSON GIF HTML HTTP HTTPS JPEG JPG JSON ODP ODS ODT PHP PNG PPTX
    REST RTF SOAP SQL SVG TOML TXT XLS XLSX XML YAML ZIP
"""
PRODUCTS = frozenset(f"{_PRODUCT_NAMES} {_FORMATS}".split())
"""Names of products, of companies, of languages and kinds of file: nothing stands behind
their letters for a reader."""
_SOFTWARE = (
    r"(?:logiciels?|progiciels?|applications?|applis?|outils?|plate-?formes?|"
    r"téléservices?|marques?|licences?|systèmes? d[’']exploitation)"
)
_SUCH_AS = r"(?:comme|tels? que|telles? que|du type|nommée?s?)\s"
_PRODUCT = re.compile(
    rf"(?<!\w)(?:{_SOFTWARE}\s(?:{_SUCH_AS})?(?:[«“\"]\s?)?|"
    rf"{_SOFTWARE}\s[^.;:!?]{{0,80}}\b{_SUCH_AS}(?:[\w-]{{1,40}}(?:,\s|\s(?:ou|et)\s)){{0,8}}|"
    r"(?:Creative Commons|CC)[\s-](?:[A-Z]{2}-)*)\Z",
    re.IGNORECASE,
)
"""What is named after these is a product or a licence, whatever its letters."""


def is_product(before: str) -> bool:
    """Return whether what follows ``before`` is the name of a product or of a licence."""
    return bool(_PRODUCT.search(before))
