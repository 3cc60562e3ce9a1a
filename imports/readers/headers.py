"""Headers that people give their columns, in four languages, and the fields that they suggest."""

from __future__ import annotations

from functools import cache

from hrnet.lib.names import fold
from imports.readers.columns import JOINT
from imports.readers.targets import FIELDS

_MEMBERSHIPS = {
    "institution": (
        "institution|organisation|organization|member|members|membre|membres|name|names|nom|nombre"
        "|body|organ|organe|agency|entity|entité|entidad|institución|organización|organismo|miembro"
        "|miembros|nhri|indh|ong|ngo|member name|member organisation|member organization"
        "|member institution|name of institution|name of the institution|name of organisation"
        "|name of organization|name of the organisation|full name|institution name|organisation name"
        "|organization name|nom de l’institution|nom de l’organisation|nom complet|institution membre"
        "|organisation membre|nombre de la institución|nombre de la organización|mitglied|mitglieder"
        "|einrichtung|member state|member states|état membre|estado miembro|participant"
        "|participating state"
    ),
    "acronym": (
        "acronym|abbreviation|abbr|short name|short form|initials|sigle|sigles|acronyme|abréviation"
        "|sigla|siglas|acrónimo|abreviatura|kürzel|abkürzung|name abbr"
    ),
    "country": (
        "country|countries|country name|country code|pays|code pays|país|land|staat|nation|state|état"
        "|estado|iso|iso2|iso3|iso code|iso 3166|country of origin|seat country|based in"
        "|country territory|country or territory"
    ),
    "identifier": (
        "identifier|identifiers|id|identifiant|identificador|kennung|hrnet|hrnet id|wikidata"
        "|wikidata id|qid|ror|ror id|lei|isni|external id"
    ),
    "network": (
        "network|networks|réseau|réseaux|red|redes|netzwerk|alliance|coalition|federation|fédération"
        "|federación|igo|international organisation|international organization"
        "|intergovernmental organisation|intergovernmental organization|organisation internationale"
        "|organización internacional|member of|membre de|miembro de|mitglied von|mitglied in"
        "|memberships|affiliations|umbrella|parent network"
    ),
    "role": (
        "role|roles|rôle|rol|function|fonction|función|capacity|qualité|calidad|position|poste|cargo"
        "|category|catégorie|categoría|kategorie|type|membership|membership type|type of membership"
        "|type of member|member type|membership category|member category|class of membership"
        "|type de membre|type d’adhésion|catégorie de membre|tipo de miembro|tipo de membresía|rolle"
        "|funktion|mitgliedschaft|mitgliedsart"
    ),
    "status": (
        "status|statut|situation|situación|état actuel|membership status|statut de membre|estatus"
        "|stand der mitgliedschaft"
    ),
    "start": (
        "start|start date|started|from|since|begin|beginning|joined|date joined|year joined|join date"
        "|joining date|joined in|member since|membre depuis|miembro desde|mitglied seit|entry"
        "|entry date|date of entry|accession|date of accession|admission|date of admission"
        "|year of admission|date of membership|membership date|date admitted|admitted|effective from"
        "|date of joining|début|date de début|depuis|adhésion|date d’adhésion|année d’adhésion"
        "|date d’entrée|entrée|inicio|fecha de inicio|desde|ingreso|fecha de ingreso"
        "|fecha de adhesión|año de ingreso|fecha de admisión|seit|beitritt|beitrittsdatum|eintritt"
        "|beginn|period from|year|année|año|date|fecha"
    ),
    "end": (
        "end|end date|ended|until|till|to|left|date left|year left|withdrawal|date of withdrawal"
        "|withdrawn|exit|termination|expiry|expires|effective to|fin|date de fin|jusqu’à|jusqu’au"
        "|retrait|date de retrait|sortie|hasta|fecha de fin|fecha de salida|salida|retiro|bis|ende"
        "|austritt|period to"
    ),
    "as_of": (
        "as of|as at|as of date|date of list|list date|last updated|updated|à la date du|état au|au"
        "|date de la liste|mis à jour|a fecha de|fecha de la lista|stand|stichtag"
    ),
    "note": (
        "note|notes|remark|remarks|comment|comments|observation|observations|additional information"
        "|further information|details|remarque|remarques|commentaire|commentaires|précisions|nota"
        "|notas|observación|observaciones|comentario|comentarios|bemerkung|bemerkungen|anmerkung"
        "|anmerkungen"
    ),
    "locator": ("locator|repère|page|pages|p|reference|référence|referencia|página|fundstelle|source page"),
}
_PARTIES = {
    "party": (
        "party|parties|contracting party|contracting parties|contracting state|state party"
        "|states parties|states|state|participant|participants|partie|partie contractante"
        "|parties contractantes|état partie|états parties|état|parte|parte contratante|partes"
        "|estado parte|estados partes|estado|participante|vertragspartei|vertragsstaat|staat|member"
        "|membre|miembro|signatory|signataire|signatario|country|pays|país|land|member state|name|nom"
        "|nombre"
    ),
    "country": "country|country code|pays|país|land|iso|iso2|iso3|iso code|code pays",
    "identifier": _MEMBERSHIPS["identifier"],
    "instrument": (
        "instrument|instruments|treaty|treaties|treaty name|traité|traités|tratado|tratados"
        "|convention|conventions|convenio|convención|agreement|accord|acuerdo|protocol|protocole"
        "|protocolo|title of treaty|name of treaty|treaty title|title|titre|título|vertrag"
        "|übereinkommen|konvention"
    ),
    "act": (
        "act|acts|acte|acto|action|type of action|instrument type|type of instrument"
        "|type d’instrument|type d’acte|tipo de instrumento|tipo de acto|consent|consent to be bound"
        "|form of consent|mode of consent|means|type|ratification type|urkunde|art der urkunde"
        "|rechtsakt"
    ),
    "signed": (
        "signed|signature|signatures|signature date|date signed|date of signature|date de signature"
        "|date signature|signé|signé le|firma|firmado|fecha de firma|fecha de la firma|unterzeichnung"
        "|unterzeichnet|signature succession to signature d|signature definitive signature s"
    ),
    "date": (
        "date|instrument date|date of instrument|date of deposit|deposit|deposit date|deposited"
        "|date of action|action date|date du dépôt|dépôt|date de dépôt|date de l’instrument|fecha"
        "|fecha de depósito|depósito|datum|ratification|ratification date|date of ratification"
        "|date de ratification|ratificación|fecha de ratificación|ratified|accession|accession date"
        "|date of accession|adhésion|date d’adhésion|adhesión|ratification accession a"
        "|ratification accession a succession d"
        "|ratification acceptance a approval aa accession a succession d|ratification accession"
        "|ratification or accession|accession succession|accession a succession d|hinterlegung"
    ),
    "in_force": (
        "in force|entry into force|entry into force date|date of entry into force|entered into force"
        "|in force since|effective date|effective|eif|en vigueur|entrée en vigueur"
        "|date d’entrée en vigueur|vigor|entrada en vigor|fecha de entrada en vigor|en vigor|vigencia"
        "|inkrafttreten|in kraft"
    ),
    "note": _MEMBERSHIPS["note"] + "|reservation|reservations|réserve|réserves|reserva|reservas|declarations",
    "locator": _MEMBERSHIPS["locator"],
}
_WORDS = {"memberships": _MEMBERSHIPS, "parties": _PARTIES}
SURE, LIKELY, PART = 10.0, 9.0, 5.0


@cache
def known_headers(target: str) -> dict[str, tuple[str, ...]]:
    """Return the fields that each folded header can mean, the first of them best."""
    found: dict[str, tuple[str, ...]] = {}
    for field in FIELDS[target]:
        for text in (*field.folded, *_WORDS[target][field.name].split("|")):
            key = fold(text)
            found[key] = (
                *found.get(key, ()),
                *((field.name,) if field.name not in found.get(key, ()) else ()),
            )
    return found


def header_scores(target: str, name: str) -> dict[str, float]:
    """Return how strongly a header suggests each field; of one in several rows the last part counts most."""
    known = known_headers(target)
    parts = name.split(JOINT)
    scores: dict[str, float] = {}

    def add(text: str, score: float) -> None:
        for place, field in enumerate(known.get(text, ())):
            scores[field] = max(scores.get(field, 0.0), score - 0.5 * place)

    add(fold(name), SURE + 1)
    add(fold(parts[-1]), SURE if len(parts) == 1 else LIKELY)
    for part in parts[:-1]:
        add(fold(part), PART - 1)
    words = fold(parts[-1]).split()
    for length in range(min(len(words) - 1, 6), 0, -1):
        for begin in range(len(words) - length + 1):
            # A word at the start says more than one at the end: «signature date», «date of signature».
            add(" ".join(words[begin : begin + length]), PART + 0.4 * length - 0.3 * bool(begin))
    return scores
