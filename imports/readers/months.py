"""The months and quarters in words: English, French, Spanish and German, whole and shortened, folded."""

from __future__ import annotations

from hrnet.lib.names import fold

_WRITTEN = (
    "january jan janvier janv enero ene januar jänner jaenner",
    "february feb février févr fév fevr febrero februar",
    "march mar mars marzo märz maerz mrz",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juin junio juni",
    "july jul juillet juil julio juli",
    "august aug août aout ago agosto",
    "september sep sept septembre septiembre setiembre",
    "october oct octobre octubre oktober okt",
    "november nov novembre noviembre",
    "december dec décembre déc diciembre dic dezember dez",
)
MONTHS = {fold(word): number for number, words in enumerate(_WRITTEN, start=1) for word in words.split()}
_ORDINALS = (
    "1 1st first 1er premier primer primero erstes",
    "2 2nd second 2e 2eme deuxieme segundo zweites",
    "3 3rd third 3e 3eme troisieme tercer tercero drittes",
    "4 4th fourth 4e 4eme quatrieme cuarto viertes",
)
QUARTERS = {f"{letter}{number}": number for letter in "qt" for number in (1, 2, 3, 4)} | {
    f"{word} {quarter}": number
    for number, words in enumerate(_ORDINALS, start=1)
    for word in words.split()
    for quarter in ("quarter", "trimestre", "quartal")
}
