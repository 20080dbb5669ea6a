"""Look up acronyms of French public policy: how they are said, what they stand for.

A small table, for reading aloud and for counting syllables; an editor adds the rest in the
project's own lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

_SPELLED = """
    AAH ADMR ADN ADSL AESH AFP AG ALSH AMF AMI AMO ANCT ANPE ANR ANS ANTS AOC AOM APA API
    APL ARN ARS ASE ASH BA BEP BFC BP BPI BTP BTS CA CAP CAUE CC CCAS CCI CCPD CD CDC CDD
    CDG CDI CE CEE CEO CESE CESU CFA CGCT CGT CHRS CHRU CHU CIAS CICE CIDFF CIO CJUE CLE
    CLSH CLSM CM CMA CMPP CMR CMS CMU CNDP CNFPT CNR CNRS CPAM CPE CPER CPF CPO CPTS CRC
    CRM CRS CRTE CS CSA CSE CSG CSP CSPS CSS CSV CT CTG CTP CU CV CVL DAE DDCS DDETS DDFIP
    DDT DETR DGA DGAC DGCCRF DGCL DGF DGFIP DGS DMP DNB DOB DPO DRFIP DRH DSDEN DSI DSIL
    DSP DT DTU DUP DUT DVD EARL EDF ENS ENT EPCC EPCI EPF EPI EPL EPLE EPN ERP ESS ETI ETP
    EU EURL FAQ FCTVA FDVA FFF FN FNADT FNSEA FO FPT FSE FSL FSU FTTH FTTO GDPR GES GHT
    GIE GIP GPS GR GTB HATVP HD HDR HLM HT HTML HTTP HTTPS IA IBM IDE IDF IEN IGN IHM IMC
    IME IP IRA IRL IRM ISF IUT IVG JO JORF JT KO LED LFI LGBT LGV LR LREM LTE MDPH MFR MJC
    MSA MSAP MTE MTES NB NFC NRA NRO OCR ODD OGM OMC OMS ONF ONG OPH OPJ ORL OS PAT PC
    PCAET PCF PCH PDF PDG PDI PDU PEDT PEL PETR PGI PIA PIB PIN PJ PL PLH PLU PLUI PM PMA
    PME PMI PMR PNR PNRR POS PPA PPI PPP PPRI PPUN PREF PRS PS PSC PTT PTZ PV PVC QCM QI
    QPV QR QVT RAS RATP RC RCS RD RDV RER RF RFC RGAA RGESN RGPD RH RI RIA RIP RMI RN RPE
    RPR RPS RQTH RSA RSE RSI RTE RTL RTT SA SAE SARL SAS SAV SAVS SCI SCP SDF SI SIAO SIG
    SMS SMTP SNCF SNU SOS SPA SPL SQL SRU SSI SSII SSL SSR STS SUV SVP SVT TAP TD TEE TER
    TGI TGV THD TLS TNT TP TPE TSA TT TTC TV TVA TVB TZR UDAP UDI UE UFC UFR UHT UI ULM
    UMP UNSS UPE URL USA USB UTC UV UX VAE VAR VHU VIH VIP VMC VO VPN VRD VRP VSL VTC VTT
    VTTAE WC WCAG WWW XML ZA ZFE ZI ZPS ZRR
"""
SPELLED = frozenset(_SPELLED.split())
"""Acronyms that are said letter by letter although an engine may read them as a word."""

SAID: Mapping[str, str] = MappingProxyType(
    {
        "ADEME": "Adème",
        "ADIL": "Adil",
        "AFNOR": "Afnor",
        "AFPA": "Afpa",
        "AGEFIPH": "Agéfiphe",
        "ALUR": "Alur",
        "AMAP": "Amape",
        "ANAH": "Anah",
        "ANRU": "Anru",
        "ANSSI": "Anssi",
        "APEC": "Apec",
        "ARCEP": "Arcèpe",
        "ARCOM": "Arcome",
        "ARIA": "Aria",
        "ASPA": "Aspa",
        "ASSEDIC": "Assédic",
        "ATSEM": "Atsème",
        "AURA": "Aura",
        "BAC": "Bac",
        "BAFA": "Bafa",
        "CADA": "Cada",
        "CAF": "Caf",
        "CAPES": "Capesse",
        "CARSAT": "Carsate",
        "CEREMA": "Cérémà",
        "CERFA": "Cerfa",
        "CERN": "Cerne",
        "CESER": "Césère",
        "CNAF": "Cnaf",
        "CNAM": "Cname",
        "CNAV": "Cnave",
        "CNED": "Cned",
        "CNES": "Cnesse",
        "CNIL": "Cnil",
        "CNOUS": "Cnouss",
        "CODERST": "Coderste",
        "CODIR": "Codir",
        "COP": "Cope",
        "COPIL": "Copil",
        "COTECH": "Cotèque",
        "COVID": "Covid",
        "CREPS": "Creps",
        "CROUS": "Crouss",
        "DAISY": "Daisy",
        "DASEN": "Dasène",
        "DATAR": "Datar",
        "DIF": "Dif",
        "DINUM": "Dinume",
        "DIRECCTE": "Directe",
        "DRAAF": "Draf",
        "DRAC": "Drac",
        "DRAJES": "Drajesse",
        "DREAL": "Dréal",
        "DREETS": "Dritse",
        "DROM": "Drome",
        "EHPAD": "Épade",
        "ENA": "Éna",
        "EPIDE": "Épide",
        "EPUB": "Épube",
        "EREA": "Éréa",
        "ESAT": "Ésate",
        "FALC": "Falc",
        "FEADER": "Féadère",
        "FEAMP": "Féampe",
        "FEDER": "Fédère",
        "FRAC": "Frac",
        "GAEC": "Gaèque",
        "GAFAM": "Gafam",
        "GEMAPI": "Gémapi",
        "GIEC": "Giec",
        "GRETA": "Gréta",
        "IBAN": "Ibane",
        "IFREMER": "Ifremère",
        "INED": "Ined",
        "INPI": "Inpi",
        "INRAE": "Inraé",
        "INRAP": "Inrap",
        "INRIA": "Inria",
        "INSEE": "Innsé",
        "INSERM": "Innserme",
        "INSPE": "Inspé",
        "ISO": "Iso",
        "ITEP": "Itèpe",
        "LOLF": "Lolfe",
        "LOM": "Lome",
        "MAIF": "Maïf",
        "MAM": "Mame",
        "MEDEF": "Médef",
        "MOOC": "Mouk",
        "NASA": "Nasa",
        "OFII": "Ofi",
        "OFPRA": "Ofpra",
        "OK": "Okay",
        "ONISEP": "Onisep",
        "ONU": "Onu",
        "OPAH": "Opa",
        "OPCO": "Opco",
        "OTAN": "Otan",
        "OVNI": "Ovni",
        "PAC": "Pac",
        "PACA": "Paca",
        "PACS": "Pacs",
        "PACTE": "Pacte",
        "PAPI": "Papi",
        "PASS": "Pass",
        "PUMA": "Puma",
        "PUPA": "Pupa",
        "RASED": "Rased",
        "REP": "Rep",
        "RIB": "Rib",
        "SACEM": "Sacème",
        "SAFER": "Safère",
        "SAGE": "Sage",
        "SAMU": "Samu",
        "SCIC": "Sic",
        "SCOP": "Scope",
        "SCOT": "Scotte",
        "SDAGE": "Sdage",
        "SDIS": "Sdiss",
        "SEGPA": "Segpa",
        "SEM": "Sème",
        "SEPA": "Sépa",
        "SGAR": "Sgar",
        "SICTOM": "Sictome",
        "SIDA": "Sida",
        "SIM": "Sime",
        "SIREN": "Sirène",
        "SIRET": "Siret",
        "SIVOM": "Sivome",
        "SIVOS": "Sivoss",
        "SIVU": "Sivu",
        "SMIC": "Smic",
        "SMICTOM": "Smictome",
        "SPANC": "Spanque",
        "SPIP": "Spip",
        "SRADDET": "Sraddette",
        "SSIAD": "Siade",
        "TEPOS": "Tépos",
        "TIC": "Tic",
        "UDAF": "Udaf",
        "ULIS": "Uliss",
        "UNAF": "Unaf",
        "UNESCO": "Unesco",
        "UNICEF": "Unicef",
        "UNSA": "Unsa",
        "URSSAF": "Ursaf",
        "WIFI": "Wifi",
        "ZAC": "Zac",
        "ZAN": "Zane",
        "ZEP": "Zep",
        "ZNIEFF": "Znief",
        "ZUP": "Zup",
        "ZUS": "Zus",
    }
)
"""Acronyms that are said as a word, and a spelling that every engine reads right."""

MIXED: Mapping[str, str] = MappingProxyType(
    {
        "SCoT": "Scotte",
        "SCoTs": "Scottes",
        "PLUi": "P L U i",
        "NOTRe": "Notre",
        "CNIe": "C N I e",
        "BAC+": "bac plus ",
        "ÉcoQuartier": "Éco-quartier",
        "IdF": "Île-de-France",
        "PaRIS": "Paris",
        "MAPTAM": "Maptam",
        "H/F": "homme ou femme",
        "F/H": "femme ou homme",
        "R&D": "R et D",
        "Q&R": "Q et R",
        "RDV": "rendez-vous",
        "SVP": "s'il vous plaît",
        "NDLR": "note de la rédaction",
        "B2B": "B to B",
        "SARS-CoV-2": "Sars-Cov 2",
        "H1N1": "H 1 N 1",
        "Wi-Fi": "Wifi",
        "wi-fi": "wifi",
        "M@gistère": "Magistère",
    }
)
"""Names that mix capitals with something else."""

_VOWELS = frozenset("AEIOUYÉÈÊÀÂÎÔÛ")


def said_as(acronym: str) -> str:
    """Return an acronym as it is said: its spelling as a word, or letter by letter."""
    return SAID.get(acronym) or " ".join(acronym)


def is_known(acronym: str) -> bool:
    """Return whether the tables say how to read ``acronym``."""
    return acronym in SPELLED or acronym in SAID or acronym in MIXED


def is_spelled(word: str) -> bool:
    """Return whether ``word`` is an acronym said letter by letter.

    Beside the table, capitals without a vowel can only be spelled (« SNCF »).
    """
    if word in SPELLED:
        return True
    return len(word) > 1 and word.isalpha() and word.isupper() and not _VOWELS & set(word)


# What acronyms stand for


TABLE = Path(__file__).parents[1] / "data" / "acronyms.txt"


@cache
def meanings() -> Mapping[str, str]:
    """Return the acronyms, each with what it stands for."""
    lines = TABLE.read_text("utf-8").splitlines()
    rows = (line.partition(" ") for line in lines if line and line[0] != "#")
    return MappingProxyType({acronym: meaning for acronym, _, meaning in rows})
