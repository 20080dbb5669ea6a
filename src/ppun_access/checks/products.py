"""Tell the names of products, of companies, of formats and of licences."""

from __future__ import annotations

import re

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
