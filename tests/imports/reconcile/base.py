"""A small world of known names, by hand, and how tests ask it."""

from __future__ import annotations

from hrnet.lib.names import fold
from imports.reconcile import KnownName, Match, Matcher, cldr_names

#: key: country, then names: (kind, language, text).
WORLD: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "amnesty": ("GB", [("official", "en", "Amnesty International")]),
    "fidh": (
        "",
        [
            ("official", "en", "International Federation for Human Rights"),
            ("official", "fr", "Fédération internationale pour les droits humains"),
            ("acronym", "en", "FIDH"),
        ],
    ),
    "omct": ("", [("official", "en", "World Organisation Against Torture"), ("acronym", "en", "OMCT")]),
    "osce": (
        "",
        [
            ("official", "en", "Organization for Security and Co-operation in Europe"),
            ("acronym", "en", "OSCE"),
        ],
    ),
    "unicef": ("", [("official", "en", "United Nations Children’s Fund"), ("acronym", "en", "UNICEF")]),
    "who": ("", [("official", "en", "World Health Organization"), ("acronym", "en", "WHO")]),
    "european-court": ("", [("official", "en", "European Court of Human Rights")]),
    "danish-institute": (
        "DK",
        [
            ("official", "en", "Danish Institute for Human Rights"),
            ("former", "en", "Danish Centre for Human Rights"),
            ("acronym", "en", "DIHR"),
        ],
    ),
    "nhrc-india": (
        "IN",
        [("official", "en", "National Human Rights Commission of India"), ("acronym", "en", "NHRC")],
    ),
    "nhrc-nepal": (
        "NP",
        [("official", "en", "National Human Rights Commission of Nepal"), ("acronym", "en", "NHRC")],
    ),
    "health-kenya": ("KE", [("official", "en", "Ministry of Health")]),
    "australian-commission": ("AU", [("official", "en", "Australian Human Rights Commission")]),
    "slovak-centre": ("SK", [("official", "en", "Slovak National Centre for Human Rights")]),
    "advocate-albania": (
        "AL",
        [("official", "en", "People’s Advocate of Albania"), ("alternative", "sq", "Avokati i Popullit")],
    ),
    "kazakh-commissioner": (
        "KZ",
        [
            ("official", "en", "Commissioner for Human Rights in the Republic of Kazakhstan"),
            ("alternative", "ru", "Уполномоченный по правам человека в Республике Казахстан"),
        ],
    ),
    "arab-league": (
        "",
        [("official", "en", "League of Arab States"), ("alternative", "ar", "جامعة الدول العربية")],
    ),
    "article-19": ("GB", [("official", "en", "ARTICLE 19")]),
    "no-peace": ("IT", [("official", "en", "No Peace Without Justice"), ("acronym", "en", "NPWJ")]),
    "andersen": ("US", [("official", "en", "Andersen Foundation")]),
}
STATES = (
    "AU AT BA BO CD CG CI CZ DM DO FR GM GN GQ GW IE IQ IR IS KE KP KR KZ MK ML MW NE NG NL"
    " SD SK SI SS TR TZ VN ZM"
)
KEYS = {name: number for number, name in enumerate([*WORLD, *STATES.split()], 1)}
NAMES = {number: name for name, number in KEYS.items()}


def stored() -> list[KnownName]:
    """Return the names of the bodies."""
    return [
        KnownName(KEYS[key], text, fold(text), kind, language, country)
        for key, (country, names) in WORLD.items()
        for kind, language, text in names
    ]


def everything() -> list[KnownName]:
    """Return the names of the bodies, and those of the States in many languages."""
    return [*stored(), *cldr_names([(KEYS[code], code) for code in STATES.split()])]


def first(match: Match) -> str:
    """Return the key of the first candidate, empty where there is none."""
    return NAMES[match.candidates[0].id] if match.candidates else ""


def certain(matcher: Matcher, name: str, country: str = "", acronym: str = "") -> str:
    """Return the key of the body that is certain, empty where none is."""
    match = matcher.match(name, country=country, acronym=acronym)
    return first(match) if match.certain else ""
