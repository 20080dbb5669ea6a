"""Acronyms of French public policy: which are spelled, and how the others are said.

A small table, for reading aloud and for counting syllables; an editor adds the rest in the
project's own lexicon.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_SPELLED = """
    AAH ADN AESH AFP AFPA AG AMF AMO ANCT ANR ANS ANSSI AOC APA API APL ARN ARS ASE ASH
    ATSEM AURA BA BFC BP BPI BTP BTS CA CAF CAP CAUE CC CCAS CCI CCPD CD CDC CDD CDG CDI
    CE CEE CEO CESE CESU CFA CGCT CGT CHRU CHU CIAS CICE CJUE CLE CLSM CM CMA CMR CMS
    CMU CNAF CNDP CNFPT CNR CNRS CPAM CPER CPF CPO CPTS CRC CRM CRTE CS CSA CSE CSG CSP
    CSPS CSS CSV CT CTG CTP CU CV CVL DAE DDCS DDETS DDFIP DDT DETR DGA DGAC DGCCRF DGCL
    DGF DGFIP DGS DIF DMP DNB DOB DPO DRFIP DRH DSI DSIL DSP DT DTU DUP DUT DVD EARL EDF
    ENS ENT EPCC EPCI EPF EPI EPL EPLE EPN ERP ESS ETI ETP EU EURL FAQ FDVA FFF FN FNADT
    FO FPT FSE FSL FSU FTTH FTTO GAEC GDPR GES GHT GIE GIP GPS GR GTB HD HDR HLM HT HTML
    HTTP HTTPS IA IBAN IDE IDF IEN IGN IHM IMC IME IP IRA IRL IRM ISF IUT IVG JO JORF JT
    KO LED LFI LGBT LGV LR LREM LTE MDPH MJC MSA MSAP MTE MTES NB NFC NRA NRO OCR ODD
    OFII OGM OMC OMS ONF ONG OPCO OPH OPJ ORL OS PAT PC PCAET PCF PCH PDF PDI PDU PEL
    PETR PGI PIA PIB PIN PJ PL PLH PLU PLUI PM PMA PME PMI PMR PNR PNRR POS PPA PPI PPP
    PPRI PPUN PREF PRS PS PSC PTT PTZ PV PVC QCM QI QPV QR QVT RAS RATP RC RCS RD RDV
    RER RF RFC RGAA RGESN RGPD RH RI RIA RIP RMI RN RPR RPS RQTH RSA RSE RSI RTE RTL RTT
    SA SAE SARL SAS SAV SCI SCP SDF SDIS SEM SGAR SI SIG SIM SMS SMTP SNCF SNU SOS SPA
    SPANC SPL SQL SRU SSI SSII SSL SSR STS SUV SVP SVT TAP TD TEE TER TGI TGV THD TIC
    TLS TNT TP TPE TSA TT TTC TV TVA TVB TZR UDAP UDI UE UFC UFR UHT UI ULM UMP UNSS UPE
    URL USA USB UTC UV UX VAE VAR VHU VIH VIP VMC VO VPN VRD VRP VSL VTC VTT VTTAE WC
    WCAG WWW XML ZA ZFE ZI ZPS ZRR
"""
SPELLED = frozenset(_SPELLED.split())
"""Acronyms that are said letter by letter although an engine may read them as a word."""

SAID: Mapping[str, str] = MappingProxyType(
    {
        "ADEME": "Adème",
        "AGEFIPH": "Agéfiphe",
        "AMAP": "Amape",
        "ANAH": "Anah",
        "ANRU": "Anru",
        "ARCEP": "Arcèpe",
        "ARCOM": "Arcome",
        "ASSEDIC": "Assédic",
        "BAFA": "Bafa",
        "CADA": "Cada",
        "CAPES": "Capesse",
        "CEREMA": "Cérémà",
        "CERFA": "Cerfa",
        "CERN": "Cerne",
        "CESER": "Césère",
        "CNAM": "Cname",
        "CNES": "Cnesse",
        "CNIL": "Cnil",
        "CODIR": "Codir",
        "COP": "Cope",
        "COPIL": "Copil",
        "COVID": "Covid",
        "CREPS": "Creps",
        "CROUS": "Crouss",
        "DAISY": "Daisy",
        "DATAR": "Datar",
        "DINUM": "Dinume",
        "DIRECCTE": "Directe",
        "DRAC": "Drac",
        "DREAL": "Dréal",
        "DREETS": "Dritse",
        "EHPAD": "Épade",
        "ENA": "Éna",
        "EPUB": "Épube",
        "ESAT": "Ésate",
        "FALC": "Falc",
        "FEADER": "Féadère",
        "FEDER": "Fédère",
        "FRAC": "Frac",
        "GAFAM": "Gafam",
        "GEMAPI": "Gémapi",
        "GIEC": "Giec",
        "IFREMER": "Ifremère",
        "INED": "Ined",
        "INRAE": "Inraé",
        "INSEE": "Innsé",
        "INSERM": "Innserme",
        "ISO": "Iso",
        "LOLF": "Lolfe",
        "MAIF": "Maïf",
        "MOOC": "Mouk",
        "NASA": "Nasa",
        "OK": "Okay",
        "ONISEP": "Onisep",
        "ONU": "Onu",
        "OTAN": "Otan",
        "PAC": "Pac",
        "PACA": "Paca",
        "PACS": "Pacs",
        "PACTE": "Pacte",
        "RASED": "Rased",
        "REP": "Rep",
        "RIB": "Rib",
        "SACEM": "Sacème",
        "SAFER": "Safère",
        "SAMU": "Samu",
        "SCIC": "Sic",
        "SCOP": "Scope",
        "SCOT": "Scotte",
        "SEGPA": "Segpa",
        "SIDA": "Sida",
        "SIREN": "Sirène",
        "SIRET": "Siret",
        "SIVOM": "Sivome",
        "SIVU": "Sivu",
        "SMIC": "Smic",
        "SPIP": "Spip",
        "SRADDET": "Sraddette",
        "ULIS": "Uliss",
        "UNESCO": "Unesco",
        "UNICEF": "Unicef",
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
        "ALUR": "Alur",
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
