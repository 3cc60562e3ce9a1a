"""Names of States in many languages: from Unicode CLDR (by Babel), and as lists spell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from babel import Locale

from hrnet.lib.names import fold
from imports.reconcile.types import KnownName

LANGUAGES = ("en", "fr", "es", "ar", "ru", "de", "pt", "it", "zh", "nl")
_REPUBLICS = (
    "AL AM AO AR AT AZ BA BF BG BI BJ BW BY CG CI CL CM CO CR CV CY DJ EC EE FJ FI FR GA GE GH GM GN GQ"
    " GT GW GY HN HR HT HU ID IE IN IQ IS IT KE KG KI KR KZ LB LR LT LV MD MG MH MK ML MM MN MT MU MV MW MZ"
    " NA NE NG NI NR PA PE PH PL PT PW PY RO RS RW SC SD SG SI SK SL SM SN SR SS SV SY TD TG TJ TM TN TR TT"
    " UG UZ VU XK YE ZA ZM ZW"
)
_KINGDOMS = "BE BH BT DK ES KH LS MA NL NO SA SE SZ TH TO"
_OF = {
    "en": {"republic": ("Republic of {}",), "kingdom": ("Kingdom of {}",)},
    "fr": {"republic": ("République de {}",), "kingdom": ("Royaume de {}",)},
    "es": {"republic": ("República de {}",), "kingdom": ("Reino de {}",)},
    "pt": {"republic": ("República de {}",), "kingdom": ("Reino de {}",)},
    "it": {"republic": ("Repubblica di {}",), "kingdom": ("Regno di {}",)},
    "de": {"republic": ("Republik {}",), "kingdom": ("Königreich {}",)},
    "ru": {"republic": ("Республика {}",), "kingdom": ("Королевство {}",)},
    "ar": {"republic": ("جمهورية {}",), "kingdom": ("مملكة {}",)},
}
#: As lists of the United Nations, the World Bank and others spell them; one line a State.
_SPELLINGS = """
BA Bosnia-Herzegovina|Bosnia & Hercegovina|Bosnia Herzegovina
BN Brunei|Brunei Darussalam
BO Bolivia (Plurinational State of)|Plurinational State of Bolivia|Bolivia, Plurinational State of
BS Bahamas (The)|The Bahamas|Commonwealth of the Bahamas
CD Democratic Republic of the Congo|Congo, Democratic Republic of the|Congo, Dem. Rep.|DR Congo|DRC (Congo)
CD République démocratique du Congo|República Democrática del Congo|Congo-Kinshasa|RD Congo
CG Congo|Congo, Rep.|Republic of the Congo|Congo (Brazzaville)|Congo-Brazzaville|République du Congo
CI Côte d'Ivoire|Ivory Coast|Republic of Côte d'Ivoire|Cote dIvoire|Costa de Marfil
CN People's Republic of China|China (People's Republic of)|P.R. China|PR China
CV Cape Verde|Cabo Verde|Cap-Vert
CZ Czech Republic|Czechia|République tchèque|República Checa
DE Federal Republic of Germany|Germany (Federal Republic of)
DM Commonwealth of Dominica
DO Dominican Rep.|Dominican Republic|République dominicaine
EG Arab Republic of Egypt|Egypt, Arab Rep.
FM Micronesia (Federated States of)|Federated States of Micronesia|Micronesia, Fed. Sts.
GB United Kingdom of Great Britain and Northern Ireland|United Kingdom|UK|Great Britain|U.K.
GM The Gambia|Gambia (The)|Gambia (Republic of The)
IR Iran (Islamic Republic of)|Islamic Republic of Iran|Iran, Islamic Republic of|Iran, Islamic Rep.
KG Kyrgyz Republic|Kirghizia|Kirgizstan|Kirghizistan
KN St. Kitts and Nevis|Saint Christopher and Nevis|St Kitts & Nevis
KP Democratic People's Republic of Korea|Korea, Democratic People's Republic of|Korea, Dem. People's Rep.
KP North Korea|Korea (North)|DPR Korea|DPRK
KR Republic of Korea|Korea, Republic of|Korea (Republic of)|South Korea|Korea, Rep.|Korea (South)
LA Lao People's Democratic Republic|Lao PDR|Laos|Lao P.D.R.
LC St. Lucia|St Lucia
LY Libyan Arab Jamahiriya|State of Libya|Libya
MD Republic of Moldova|Moldova, Republic of|Moldova (Republic of)|Moldavia
MK The former Yugoslav Republic of Macedonia|Macedonia, FYR|FYROM|FYR Macedonia|TFYR of Macedonia
MK The FYR of Macedonia|North Macedonia|Republic of Macedonia|Ex-République yougoslave de Macédoine
MM Burma|Myanmar (Burma)|Burma (Myanmar)|Birmanie
NL Netherlands (Kingdom of the)|Kingdom of the Netherlands|Holland|The Netherlands
PS State of Palestine|Palestine|Palestine, State of|Occupied Palestinian Territory
RU Russian Federation|Russia
SM Republic of San Marino
ST Sao Tome and Principe|São Tomé & Príncipe
SY Syrian Arab Republic|Syria
SZ Swaziland|Kingdom of Swaziland
TL Timor-Leste|East Timor|Timor Leste
TR Türkiye|Turkey|Republic of Turkey|Turkiye
TZ United Republic of Tanzania|Tanzania, United Republic of|Tanzania (United Republic of)|Tanzania
US United States of America|United States|U.S.A.
VA Holy See|Vatican City State|Holy See (Vatican City State)|Vatican
VC St. Vincent and the Grenadines|St Vincent & the Grenadines|Saint Vincent & Grenadines
VE Venezuela (Bolivarian Republic of)|Bolivarian Republic of Venezuela|Venezuela, RB
VE Venezuela, Bolivarian Republic of
VN Viet Nam|Vietnam|Socialist Republic of Viet Nam
YE Yemen, Rep.|Republic of Yemen
"""


def cldr_names(
    states: Iterable[tuple[int, str]], languages: Iterable[str] = LANGUAGES
) -> Iterator[KnownName]:
    """Yield the names of the States ``(institution, alpha-2)`` that lists use: kind ``cldr``."""
    wanted = list(states)
    spelt = _spellings()
    chosen = [language for language in languages if language]
    for institution, code in wanted:
        seen: set[str] = set()
        texts = [(text, "en") for text in spelt.get(code, [])] if "en" in chosen else []
        for text, language in [*texts, *_forms(code, chosen)]:
            if text not in seen:
                seen.add(text)
                yield KnownName(institution, text, fold(text), "cldr", language, code)


def _spellings() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in _SPELLINGS.strip().splitlines():
        code, names = line.split(" ", 1)
        found.setdefault(code, []).extend(names.split("|"))
    return found


def _style(code: str) -> str:
    if code in _REPUBLICS.split():
        return "republic"
    return "kingdom" if code in _KINGDOMS.split() else ""


def _forms(code: str, languages: list[str]) -> Iterator[tuple[str, str]]:
    style = _style(code)
    for language in languages:
        text = Locale.parse(language).territories.get(code)
        if not text:
            continue
        yield text, language
        # A short name with a bracket or a dash in it does not bear a style: «Congo - Kinshasa».
        if style and not set("(-–（") & set(text):
            for form in _OF.get(language, {}).get(style, ()):
                yield form.format(text), language
