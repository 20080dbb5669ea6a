"""Write the review sheet as a table for word processors: ODT and DOCX.

Both are ZIPs of XML, written here from OpenDocument 1.2 and ISO/IEC 29500: the same sheet
gives the same bytes. ``readers/office/sheet_tables.py`` reads them back.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from ppun_access.writers.characters import clean
from ppun_access.writers.sheet.write import (
    ADVICE,
    BOX,
    COLUMNS,
    FIELDS,
    KINDS,
    NOT_UNDERSTOOD,
    UNDERSTOOD,
    WHO,
    Row,
    Sheet,
)
from ppun_access.writers.zip_files import zipped

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_ODT = "application/vnd.oasis.opendocument.text"
_BOXES = tuple(f"{BOX} {words}" for words in (UNDERSTOOD, NOT_UNDERSTOOD))
_ASKED = (f"{WHO}\N{NO-BREAK SPACE}:", *(f"{BOX} {kind}" for kind in KINDS))


def _zipped(entries: Mapping[str, str]) -> bytes:
    """Return a ZIP of ``entries``, the first one before all: it tells the type."""
    files = {path: text.encode() for path, text in entries.items()}
    return zipped(files, next(iter(files)))


def _x(text: str) -> str:
    return escape(clean(text))


# OpenDocument

_ODF_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{full}:1.0"'
    for name, full in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
        ("fo", "xsl-fo-compatible"), ("meta", "meta"),
    )
)  # fmt: skip


def odt_sheet(made: Sheet) -> bytes:
    """Return the sheet as OpenDocument text."""
    body = "".join(
        (
            f'<text:h text:style-name="Heading_20_1" text:outline-level="1">'
            f"{_x(made.heading)}</text:h>",
            *(_odt_p(line) for line in (*ADVICE, *_ASKED)),
            *(_odt_p(f"{field}\N{NO-BREAK SPACE}: ") for field in FIELDS),
            _odt_table(made.rows),
            _odt_p(made.name),
        )
    )
    content = (
        f'{_HEAD}<office:document-content {_ODF_NAMES} office:version="1.2">'
        f"<office:automatic-styles>{_ODT_CELLS}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return _zipped(
        {
            "mimetype": _ODT,
            "content.xml": content,
            "styles.xml": _odt_styles(made.lang),
            "meta.xml": f'{_HEAD}<office:document-meta {_ODF_NAMES} '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:meta>'
            f"<dc:title>{_x(made.heading)}</dc:title><dc:language>{_x(made.lang)}"
            "</dc:language></office:meta></office:document-meta>",
            "META-INF/manifest.xml": _ODT_MANIFEST,
        }
    )  # fmt: skip


_ODT_CELLS = (
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.75pt solid #1a1a1a" fo:padding="0.15cm"/></style:style>'
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties '
    'fo:keep-together="always"/></style:style>'
    '<style:style style:name="Bold" style:family="paragraph" '
    'style:parent-style-name="Standard"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
)
_ODT_MANIFEST = (
    f"{_HEAD}<manifest:manifest "
    'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    'manifest:version="1.2">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODT}" '
    'manifest:version="1.2"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" '
        'manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "meta")
    )
    + "</manifest:manifest>"
)


def _odt_styles(lang: str) -> str:
    language, _, country = lang.partition("-")
    return (
        f'{_HEAD}<office:document-styles {_ODF_NAMES} office:version="1.2"><office:styles>'
        '<style:default-style style:family="paragraph"><style:paragraph-properties '
        'fo:margin-bottom="0.2cm" fo:line-height="150%"/><style:text-properties '
        'fo:font-family="Arial" fo:font-size="16pt" '
        f"fo:language={quoteattr(language)} fo:country={quoteattr(country or 'FR')}/>"
        "</style:default-style>"
        '<style:style style:name="Standard" style:family="paragraph"/>'
        '<style:style style:name="Heading_20_1" style:display-name="Heading 1" '
        'style:family="paragraph" style:parent-style-name="Standard" '
        'style:default-outline-level="1"><style:text-properties fo:font-size="22pt" '
        'fo:font-weight="bold"/></style:style></office:styles></office:document-styles>'
    )


def _odt_table(rows: Iterable[Row]) -> str:
    head = _odt_row([[name] for name in COLUMNS], bold=True)
    body = "".join(
        _odt_row([[f"{row.number}. {row.text}"], _BOXES, [""]], bold=row.title)
        + (_odt_row([[row.question], [""]], bold=True) if row.question else "")
        for row in rows
    )
    return (
        '<table:table table:name="Phrases">'
        '<table:table-column table:number-columns-repeated="3"/>'
        f"<table:table-header-rows>{head}</table:table-header-rows>{body}</table:table>"
    )


def _odt_row(cells: Sequence[Iterable[str]], *, bold: bool) -> str:
    """Return a row of three cells; the second of two takes the place of the third."""
    merged = 'table:number-columns-spanned="2" '
    made = "".join(
        f"<table:table-cell {merged if n and len(cells) == 2 else ''}"
        'table:style-name="Cell" office:value-type="string">'
        + "".join(_odt_p(line, bold and not n) for line in cell)
        + "</table:table-cell>"
        for n, cell in enumerate(cells)
    )
    made += "<table:covered-table-cell/>" if len(cells) == 2 else ""
    return f'<table:table-row table:style-name="Row">{made}</table:table-row>'


def _odt_p(text: str, bold: bool = False) -> str:
    style = "Bold" if bold else "Standard"
    return f'<text:p text:style-name="{style}">{_x(text)}</text:p>'


# Word

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'mc:Ignorable="w14"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_WIDTHS = (3900, 3700, 2600)


def docx_sheet(made: Sheet) -> bytes:
    """Return the sheet as a Word document; the boxes can be ticked with the mouse."""
    body = "".join(
        (
            _docx_p(_run(made.heading), "Heading1"),
            *(_docx_p(_run(line)) for line in (*ADVICE, _ASKED[0])),
            *(_docx_p(_box() + _run(f" {kind}")) for kind in KINDS),
            *(_docx_p(_run(f"{field}\N{NO-BREAK SPACE}: ")) for field in FIELDS),
            _docx_table(made.rows),
            _docx_p(_run(made.name)),
            '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="850" w:right="850" '
            'w:bottom="850" w:left="850" w:header="0" w:footer="0" w:gutter="0"/>'
            "</w:sectPr>",
        )
    )
    return _zipped(
        {
            "[Content_Types].xml": _DOCX_TYPES,
            "_rels/.rels": _relations(
                ("officeDocument", _OFFICE, "word/document.xml"),
                (
                    "metadata/core-properties",
                    "http://schemas.openxmlformats.org/package/2006/relationships",
                    "docProps/core.xml",
                ),
            ),
            "word/document.xml": f"{_HEAD}<w:document {_W}><w:body>{body}</w:body>"
            "</w:document>",
            "word/styles.xml": _docx_styles(made.lang),
            "word/_rels/document.xml.rels": _relations(("styles", _OFFICE, "styles.xml")),
            "docProps/core.xml": f"{_HEAD}<cp:coreProperties "
            'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{_x(made.heading)}</dc:title><dc:language>{_x(made.lang)}"
            "</dc:language></cp:coreProperties>",
        }
    )


_DOCX_TYPES = (
    f"{_HEAD}<Types "
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)


def _relations(*targets: tuple[str, str, str]) -> str:
    made = "".join(
        f'<Relationship Id="rId{n}" Type="{base}/{kind}" Target="{target}"/>'
        for n, (kind, base, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{made}</Relationships>'


def _docx_styles(lang: str) -> str:
    language = quoteattr("fr-FR" if lang == "fr" else lang)
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:sz w:val="32"/>'
        f"<w:lang w:val={language}/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="120" w:line="360" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        '</w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" '
        'w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="44"/></w:rPr>'
        "</w:style></w:styles>"
    )


def _docx_table(rows: Iterable[Row]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="0" w:color="1A1A1A"/>'
        for side in sides
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in _WIDTHS)
    head = [_docx_p(_run(name, bold=True)) for name in COLUMNS]
    boxes = "".join(
        _docx_p(_box() + _run(f" {words}")) for words in (UNDERSTOOD, NOT_UNDERSTOOD)
    )
    body = "".join(
        _docx_row(
            [_docx_p(_run(f"{row.number}. {row.text}", bold=row.title)), boxes, _docx_p("")]
        )
        + (_docx_question(row.question) if row.question else "")
        for row in rows
    )
    return (
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLook w:firstRow="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{_docx_row(head, head=True)}{body}</w:tbl>"
    )


def _docx_row(cells: Iterable[str], *, head: bool = False) -> str:
    mark = "<w:tblHeader/>" if head else ""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for width, cell in zip(_WIDTHS, cells, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{mark}</w:trPr>{made}</w:tr>"


def _docx_question(words: str) -> str:
    """Return a row where the answer has the place of the last two cells."""
    asked = f'<w:tcPr><w:tcW w:w="{_WIDTHS[0]}" w:type="dxa"/></w:tcPr>'
    room = f'<w:tcPr><w:tcW w:w="{sum(_WIDTHS[1:])}" w:type="dxa"/><w:gridSpan w:val="2"/>'
    return (
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{asked}"
        f"{_docx_p(_run(words, bold=True))}</w:tc>"
        f"<w:tc>{room}</w:tcPr>{_docx_p('')}</w:tc></w:tr>"
    )


def _docx_p(runs: str, style: str = "") -> str:
    mark = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{mark}{runs}</w:p>"


def _run(text: str, *, bold: bool = False) -> str:
    mark = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{mark}<w:t xml:space="preserve">{_x(text)}</w:t></w:r>'


def _box() -> str:
    """Return an empty box that a click ticks."""
    states = "".join(
        f'<w14:{name}State w14:val="{code}" w14:font="MS Gothic"/>'
        for name, code in (("checked", "2612"), ("unchecked", "2610"))
    )
    return (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/>'
        f"{states}</w14:checkbox></w:sdtPr><w:sdtContent>{_run(BOX)}</w:sdtContent></w:sdt>"
    )
