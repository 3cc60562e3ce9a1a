"""A generated base of institutions, of realistic names: the same at every run."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from babel import Locale

from hrnet.lib.names import fold
from imports.reconcile.places import NOT_COUNTRIES
from imports.reconcile.types import KnownName

ONSETS = "b br c ch d dr f g gr h j k kr l m n p pr r s st t tr v w z sh th".split()  # noqa: SIM905
VOWELS = "a e i o u ai ea ou ia".split()  # noqa: SIM905
ENDS = ["n", "r", "s", "l", "m", "", "nd", "rt", "ck", "ne", "va", "ski", "ov", "ez", "shi", "ton", "berg"]
# English, French, Spanish.
TOPICS = [
    ("Human Rights", "les droits humains", "los Derechos Humanos"),
    ("the Rights of the Child", "les droits de l’enfant", "los Derechos del Niño"),
    ("Women’s Rights", "les droits des femmes", "los Derechos de la Mujer"),
    ("Peace and Justice", "la paix et la justice", "la Paz y la Justicia"),
    ("Indigenous Peoples", "les peuples autochtones", "los Pueblos Indígenas"),
    ("Press Freedom", "la liberté de la presse", "la Libertad de Prensa"),
    ("Refugees", "les réfugiés", "los Refugiados"),
    ("the Prevention of Torture", "la prévention de la torture", "la Prevención de la Tortura"),
    ("Equality", "l’égalité", "la Igualdad"),
    ("Legal Aid", "l’aide juridique", "la Asistencia Jurídica"),
    ("Persons with Disabilities", "les personnes handicapées", "las Personas con Discapacidad"),
    ("Housing Rights", "le droit au logement", "el Derecho a la Vivienda"),
    ("Labour Rights", "les droits du travail", "los Derechos Laborales"),
    ("the Environment", "l’environnement", "el Medio Ambiente"),
    ("Minorities", "les minorités", "las Minorías"),
    ("Transparency", "la transparence", "la Transparencia"),
]
FORMS = [
    ("Commission for {t}", "Commission pour {t}", "Comisión para {t}"),
    ("Institute for {t}", "Institut pour {t}", "Instituto para {t}"),
    ("Centre for {t}", "Centre pour {t}", "Centro para {t}"),
    ("Association for {t}", "Association pour {t}", "Asociación para {t}"),
    ("Network for {t}", "Réseau pour {t}", "Red para {t}"),
    ("Foundation for {t}", "Fondation pour {t}", "Fundación para {t}"),
    ("Observatory of {t}", "Observatoire : {t}", "Observatorio de {t}"),
    ("Council on {t}", "Conseil sur {t}", "Consejo sobre {t}"),
    ("League for {t}", "Ligue pour {t}", "Liga para {t}"),
    ("Office for {t}", "Office pour {t}", "Oficina para {t}"),
]


class Inventor:
    """Invents institutions; ``seed`` decides which."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        territories = {lang: Locale(lang).territories for lang in ("en", "fr", "es")}
        self.countries = [
            (code, *(territories[lang][code] for lang in ("en", "fr", "es")))
            for code in sorted(territories["en"])
            if len(code) == 2 and code in territories["fr"] and code not in NOT_COUNTRIES
        ]
        self.places = [self.word().capitalize() for _ in range(6000)]

    def word(self) -> str:
        """Return a word that looks like the name of a person or a town."""
        pick = self.random.choice
        middle = "".join(pick(ONSETS) + pick(VOWELS) for _ in range(self.random.choice((1, 2, 2))))
        return middle + pick(ONSETS) + pick(VOWELS) + pick(ENDS)

    def institution(self) -> tuple[str, list[tuple[str, str, str]]]:
        """Return a country and three names: (text, language, kind)."""
        random = self.random
        code, *names = random.choice(self.countries)
        topic, form = random.choice(TOPICS), random.choice(FORMS)
        texts = [form[at].format(t=topic[at]) for at in range(3)]
        sort = random.random()
        if sort < 0.08:
            texts = [f"{text} – {name}" for text, name in zip(texts, names, strict=True)]
        elif sort < 0.6:
            place = random.choice(self.places)
            texts = [f"{texts[0]} of {place}", f"{texts[1]} de {place}", f"{texts[2]} de {place}"]
        else:
            person = f"{self.word().capitalize()} {self.word().capitalize()}"
            texts = [f"{person} {texts[0]}", f"{texts[1]} {person}", f"{texts[2]} {person}"]
        return code, self._three(texts)

    def _three(self, texts: list[str]) -> list[tuple[str, str, str]]:
        other = self.random.choice(((1, "fr"), (2, "es")))
        acronym = "".join(
            word[0] for word in fold(texts[0]).split() if word not in ("of", "the", "for", "on")
        )
        third = (acronym.upper(), "en", "acronym")
        if self.random.random() < 0.5:
            third = (f"{self.word().capitalize()} {texts[0].split(' of ')[0]}", "en", "former")
        return [(texts[0], "en", "official"), (texts[other[0]], other[1], "alternative"), third]


def base(institutions: int, seed: int = 7) -> Iterator[KnownName]:
    """Yield the known names of so many institutions, three each."""
    inventor, seen = Inventor(seed), set()
    for key in range(1, institutions + 1):
        country, names = inventor.institution()
        while names[0][0] in seen:
            country, names = inventor.institution()
        seen.add(names[0][0])
        for text, language, kind in names:
            yield KnownName(key, text, fold(text), kind, language, country)


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def misspell(text: str, random: Random) -> str:
    """Return ``text`` with one letter left out, doubled, changed or exchanged with the next."""
    places = [at for at in range(1, len(text) - 1) if text[at].isalpha() and text[at + 1].isalpha()]
    at = random.choice(places or [0])
    return random.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + text[at] + text[at:],
            text[:at] + random.choice(LETTERS) + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        )
    )


def vary(text: str, random: Random) -> str:
    """Return ``text`` as another hand would write it: a slip, another order, capitals, a word less."""
    sort = random.random()
    words = text.split()
    if sort < 0.5 or len(words) < 3:
        return misspell(text, random)
    if sort < 0.7:
        return misspell(misspell(text, random), random)
    if sort < 0.85:
        at = random.randrange(1, len(words))
        return " ".join([*words[at:], *words[:at]])
    if sort < 0.95:
        at = random.randrange(len(words))
        return misspell(" ".join(words[:at] + words[at + 1 :]), random)
    return text.upper()
