"""Names in a language in which nobody stored them: proposed, and never certain."""

from __future__ import annotations

import pytest

from imports.reconcile import KnownName, Matcher
from imports.reconcile.meanings import in_english

NAMES = [
    "International Court of Justice", "International Criminal Court", "World Health Organization",
    "European Court of Human Rights", "Council of Europe", "United Nations", "African Union",
    "Committee against Torture", "Committee on Enforced Disappearances",
]  # fmt: skip


@pytest.fixture(scope="module")
def matcher():
    return Matcher(
        KnownName(number, name, name.lower(), "official", "en", "") for number, name in enumerate(NAMES)
    )


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("Corte Internacional de Justicia", "International Court of Justice"),
        ("Cour pénale internationale", "International Criminal Court"),
        ("Internationaler Strafgerichtshof", "International Criminal Court"),
        ("Organización Mundial de la Salud", "World Health Organization"),
        ("Всемирная организация здравоохранения", "World Health Organization"),
        ("Європейський суд з прав людини", "European Court of Human Rights"),
        ("المحكمة الجنائية الدولية", "International Criminal Court"),
        ("Europarat", "Council of Europe"),
        ("Nações Unidas", "United Nations"),
        ("Comité contra la Tortura", "Committee against Torture"),
        ("Comité contra la Desaparición Forzada", "Committee on Enforced Disappearances"),
    ],
)
def test_a_name_in_another_language_is_proposed_and_not_taken(matcher, asked, meant):
    match = matcher.match(asked)

    assert (match.candidates[0].name, match.candidates[0].reason) == (meant, "meaning")
    assert not match.certain


def test_un_before_a_name_is_the_united_nations(matcher):
    known = [KnownName(1, "United Nations Population Fund", "united nations population fund", "", "en", "")]

    match = Matcher(known).match("UN Population Fund")

    assert (match.candidates[0].id, match.certain) == (1, True)


def test_a_name_of_which_less_than_half_is_understood_is_left_alone():
    assert in_english(["kituo", "cha", "justicia"]) == []
    assert in_english(["kituo", "justicia"]) == ["kituo", "justice"]
