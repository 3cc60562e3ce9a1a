"""Words and what they are worth: articles, spellings of one word, generic words, posts, branches, nobody."""

from __future__ import annotations

import re

from hrnet.lib.names import fold
from imports.reconcile.scripts import fold_script, script_of

_ARTICLES = (
    "a an the of and for in on to at by with from as & "
    "de du des d la le les l et pour en au aux un une dans par "
    "y e el los las del para por con o os da do dos das em "
    "der die das des fur und von vom zu zum zur im am "
    "van het een voor lo gli della dei delle degli di "
    "i va ve na dlya po v w"
)
_FORMS = "inc ltd llc ev asbl aisbl vzw ong ngo onlus plc gmbh ry rf ngos"
STOP = frozenset(_ARTICLES.split())
LEGAL = frozenset(_FORMS.split())
_LETTER_WORDS = frozenset("adeilovwy")
_SPELLINGS = {
    "labour": "labor", "centre": "center", "centres": "centers", "defence": "defense", "programme": "program",
    "programmes": "programs", "behaviour": "behavior", "theatre": "theater", "intl": "international",
    "govt": "government", "gov": "government", "dept": "department", "natl": "national", "univ": "university",
    "assoc": "association", "rep": "republic", "fed": "federation", "dem": "democratic", "isl": "islands",
    "st": "saint", "ste": "sainte", "right": "rights", "ombuds": "ombudsman", "ombudsmen": "ombudsman",
    "ombudsperson": "ombudsman", "ombudspersons": "ombudsman", "ombudswoman": "ombudsman",
    "ombudsmans": "ombudsman", "ministere": "ministry", "ministerio": "ministry", "republique": "republic",
    "republica": "republic", "repubblica": "republic", "respublika": "republic", "republik": "republic",
    "jmhwryh": "republic", "royaume": "kingdom", "reino": "kingdom", "konigreich": "kingdom",
    "organisation": "organization", "organizacion": "organization", "organizacao": "organization",
    "organizzazione": "organization", "int": "international", "nat": "national", "nationale": "national",
    "nationaux": "national", "comm": "commission", "equat": "equatorial",
}  # fmt: skip
# What two words written so mean, whatever stands about them.
_PAIRS = {
    ("n", "ireland"): ["northern", "ireland"], ("northern", "irish"): ["northern", "ireland"],
    ("n", "guinea"): ["new", "guinea"], ("n", "zealand"): ["new", "zealand"],
    ("s", "africa"): ["south", "africa"], ("s", "sudan"): ["south", "sudan"],
    ("s", "korea"): ["south", "korea"], ("n", "korea"): ["north", "korea"],
    ("u", "n"): ["united", "nations"], ("u", "k"): ["uk"],
}  # fmt: skip
_TEN = re.compile(r"is(ation|ations|ing|ed)$")


def words(folded: str) -> list[str]:
    """Return the words of a folded name by which it is compared: no articles, one spelling of each."""
    raw = folded.split()
    if raw[0:1] == ["un"] and len(raw) > 1:
        raw[0:1] = ["united", "nations"]
    for at in range(len(raw) - 2, -1, -1):
        if len(raw[at]) == 1 or raw[at] == "northern":
            raw[at : at + 2] = _PAIRS.get((raw[at], raw[at + 1]), raw[at : at + 2])
    kept = [_spelling(word) for word in _joined(raw)]
    return kept or raw


def _joined(raw: list[str]) -> list[str]:
    """Join «co operation» and «people s», and leave articles and legal forms out."""
    out: list[str] = []
    last = len(raw) - 1
    for at, word in enumerate(raw):
        if word == "s" and out:
            out[-1] += "s"
        elif out and out[-1] == "co" and word[:2] in ("op", "or"):
            out[-1] += word
        elif not _left_out(word, first=at == 0, last=at == last):
            out.append(word)
    return out


def _left_out(word: str, *, first: bool, last: bool) -> bool:
    if word in LEGAL:
        return True
    return word in STOP and not (last and not first and word in _LETTER_WORDS)


def _spelling(word: str) -> str:
    if len(word) > 7 and word.endswith(("isation", "isations")):
        word = _TEN.sub(r"iz\1", word)
    return _SPELLINGS.get(word, word)


def _set(text: str) -> frozenset[str]:
    """Return the words of ``text``, as they look when folded."""
    return frozenset(word for one in text.split() for word in words(fold_script(one, script_of(one))))


#: Words that say what a body is and not which: a name made of these alone is borne by many bodies.
GENERIC = _set(
    """national human rights right commission commissioner commissioners ombudsman office institution
    institutions institute ministry minister ministries department government parliament assembly senate house
    representatives deputies chamber court courts supreme constitutional high appeal justice health education
    foreign affairs interior external internal home finance economy labor social welfare family women woman
    children child youth culture sports sport agriculture environment police state federal public general
    attorney prosecutor advocate people peoples citizens equality gender equal opportunities opportunity
    discrimination anti data protection information privacy authority agency body independent bureau
    secretariat center association bar law society lawyers university library museum bank central organization
    preventive prevention mechanism complaints board inspectorate service services administration president
    presidency prime cabinet electoral election elections audit auditors disability disabilities persons truth
    reconciliation parliamentary permanent mission embassy delegation headquarters school hospital college
    médiateur mediator défenseur droits homme humains humain personne nationale nationaux commissaire
    institution bureau ministère gouvernement parlement assemblée sénat chambre cour suprême constitutionnelle
    tribunal santé éducation affaires étrangères intérieur intérieure économie travail sociale famille femmes
    femme enfants enfant jeunesse police état publique peuple citoyen égalité chances données autorité agence
    indépendante centre société université banque centrale organisation prévention mécanisme élections
    consultative comisión nacional derechos humanos defensoría defensor pueblo procuraduría procurador
    defensa ministerio gobierno parlamento asamblea senado cámara corte tribunal suprema constitucional
    justicia salud educación exteriores interior economía trabajo familia mujer mujeres niñez niños juventud
    policía estado público pública ciudadano igualdad oportunidades datos autoridad agencia instituto centro
    sociedad universidad banco oficina comisionado congreso congress fiscalía fiscal
    direitos humanos comissão provedor provedoria justiça governo saúde
    menschenrechte menschenrechtskommission ministerium regierung nationale kommission bürgerbeauftragter
    volksanwalt ombudsstelle institut gesundheit justiz
    комиссия права прав человека национальная уполномоченный омбудсмен министерство правительство парламент
    здравоохранения юстиции суд верховный конституционный
    اللجنة الوطنية لحقوق الإنسان وزارة الصحة العدل البرلمان الحكومة المجلس مجلس النواب هيئة ديوان المظالم
    الوطني القومي القومية المركز المستقلة لجنة مركز"""
) - {"defenseur", "right"}
#: Generic beside «national», though a good name elsewhere: «Human Rights Council», «National Council…».
_GENERIC_AT_HOME = _set("council committee consultative conseil comité consultatif consejo comité advisory")
_AT_HOME = _set("national nationale nacional nationaux state federal parliamentary")
_GENERIC_PHRASES = {
    frozenset(words(fold(phrase)))
    for phrase in (
        "public defender", "human rights defender", "defender of human rights", "people’s defender",
        "public defender of rights", "public protector", "protector of citizens",
        "citizens’ rights protector", "chancellor of justice", "council of ministers", "council of state",
        "conseil d’État", "défenseur des droits humains", "défenseur des droits de l’homme",
        "défenseur du peuple", "protecteur du citoyen", "conseil des ministres", "national council",
        "state council", "law commission", "committee of ministers", "red cross", "red crescent",
        "civil society", "bar council", "Avocatul Poporului", "Avokati i Popullit", "Volksanwaltschaft",
    )
}  # fmt: skip


def is_generic(names: list[str], *, at_home: bool = False) -> bool:
    """Say whether these words, without any place, name a kind of body and not one body.

    ``at_home``: a country stands beside them, where each has its own Human Rights Committee.
    """
    if not names:
        return True
    some = frozenset(names)
    generic = GENERIC | _GENERIC_AT_HOME if at_home or some & _AT_HOME else GENERIC
    return some <= generic or some in _GENERIC_PHRASES


POSTS = _set(
    """director directors president chair chairman chairperson chairwoman secretary head deputy vice member
    members representative delegate delegates spokesperson coordinator manager officer ambassador adviser
    advisor professor prof dr mr mrs ms judge expert experts assistant staff chief
    directeur directrice présidente secrétaire chef adjoint adjointe membre membres représentant
    ambassadeur conseiller conseillère porte-parole directora presidente secretario secretaria jefe miembro
    representante embajador direktor direktorin präsident präsidentin leiter leiterin vorsitzender
    директор президент председатель секретарь رئيس مدير أمين"""
)
BRANCHES = _set(
    """office section branch chapter bureau delegation unit department division regional region country youth
    secretariat mission field local representation antenne filiale sección sucursal oficina jeunes jeunesse
    délégation section subsidiary affiliate affiliates student students women"""
)
#: A body that calls itself so has sections, and a country behind its name is one of them.
WORLDWIDE = _set(
    "international world worldwide global mondiale mondial internationale internacional universal"
)

_SAY_NOBODY = """
-|n/a|n.a.|not applicable|none|no|nil|null|vacant|vacancy|empty|blank|tbd|tbc|to be determined
to be confirmed|unknown|not known|not available|not established|not yet established|does not exist|none yet
none established|no data|aucun|aucune|néant|sans objet|s.o.|inconnu|inconnue|non disponible|pas encore
ninguno|ninguna|no hay|no existe|no aplica|sin datos|desconocido|desconocida|vacante|keine|keiner|kein|keines
unbekannt|nicht vorhanden|nenhum|nenhuma|nessuno|nessuna|geen|нет|не имеется|отсутствует|неизвестно
لا يوجد|لا توجد|لا ينطبق|غير متوفر|无|没有
"""
_NOBODY = frozenset(fold(text) for line in _SAY_NOBODY.split("\n") for text in line.split("|"))
_NO = re.compile(
    r"^(?:there is )?(?:no|none|without(?: an?)?|not yet an?|pas d|pas de|aucune?|sans|sin|ninguna?|keine?"
    r"|nenhuma?|nessuna?|net|no hay|il n y a pas d e?) (?!such )"
    r"(?:\w+ )*?(?:nhri|nhris|indh|inddhh|institutions?|institucion|ombuds\w*|body|bodies|member|members"
    r"|membre|miembro|mitglied|organi[sz]ations?|representatives?|accredited|name|response|answer"
    r"|instituicao|istituzione|mediateur|organisme|entity|entry|npm|mnp)\b[\w ]*$"
)


def names_nobody(text: str, folded: str) -> bool:
    """Say whether a cell says that there is none: «No NHRI», «-», «aucune», «نعدم»."""
    return not any(char.isalnum() for char in text) or folded in _NOBODY or bool(_NO.match(folded))
