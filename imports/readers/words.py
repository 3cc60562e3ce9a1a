"""Words of lists in English, French, Spanish and German for roles, acts, statuses, marks and «unknown».

They are asked after the mapping and after the words of the database, and never overrule either.
"""

from __future__ import annotations

from hrnet.lib.names import fold


def _table(**words: str) -> dict[str, str]:
    """Return folded words by meaning; an underscore in a meaning stands for a hyphen."""
    return {
        fold(word): meaning.replace("_", "-") for meaning, text in words.items() for word in text.split("|")
    }


ROLES = _table(
    member=(
        "member|members|full member|full|ordinary member|regular member|voting member|active member"
        "|member state|membre|membre titulaire|membre à part entière|membre de plein droit"
        "|membre actif|titulaire|membre ordinaire|État membre|miembro|miembro pleno"
        "|miembro de pleno derecho|miembro titular|miembro activo|Estado miembro|mitglied"
        "|vollmitglied|ordentliches mitglied|mitgliedstaat"
    ),
    founding_member=(
        "founding member|founder|founder member|founding|membre fondateur|membre fondatrice|fondateur"
        "|miembro fundador|fundador|gründungsmitglied|gründer"
    ),
    associate=(
        "associate|associate member|associated member|membre associé|associé|miembro asociado"
        "|asociado|assoziiertes mitglied|assoziiert"
    ),
    affiliate=(
        "affiliate|affiliate member|affiliated|affiliated member|membre affilié|affilié"
        "|miembro afiliado|afiliado|angeschlossenes mitglied"
    ),
    observer=(
        "observer|observers|observer status|observer member|observer state|permanent observer"
        "|observateur|observatrice|membre observateur|observador|observadora|miembro observador"
        "|observador permanente|beobachter|beobachterstatus"
    ),
    partner=(
        "partner|partners|partner organisation|partner organization|partner for co-operation"
        "|partner for cooperation|partenaire|organisation partenaire|organización asociada"
        "|kooperationspartner"
    ),
    chair=(
        "chair|chairperson|chairman|chairwoman|president|presidency|président|présidente|présidence"
        "|presidente|presidenta|presidencia|vorsitz|vorsitzende|vorsitzender|präsident|präsidentin"
    ),
    vice_chair=(
        "vice chair|vice-chairperson|deputy chair|vice president|vice-président|vice-présidente"
        "|vice-présidence|vicepresidente|vicepresidenta|vicepresidencia|stellvertretender vorsitz"
        "|stellvertretender vorsitzender|vizepräsident|vizepräsidentin"
    ),
    secretary_general=(
        "secretary general|general secretary|secrétaire général|secrétaire générale"
        "|secretario general|secretaria general|generalsekretär|generalsekretärin"
    ),
    treasurer="treasurer|trésorier|trésorière|tesorero|tesorera|schatzmeister|schatzmeisterin|kassier",
    coordinator=(
        "coordinator|co-ordinator|coordinateur|coordinatrice|coordonnateur|coordonnatrice|coordinador"
        "|coordinadora|koordinator|koordinatorin"
    ),
    board_member=(
        "board member|member of the board|board|executive committee member|bureau member"
        "|membre du conseil|membre du conseil d’administration|membre du bureau"
        "|membre du comité exécutif|miembro de la junta|miembro de la junta directiva"
        "|miembro del consejo|miembro del comité ejecutivo|vorstandsmitglied|mitglied des vorstands"
    ),
    host_of_the_secretariat=(
        "host of the secretariat|secretariat|secretariat host|hosts the secretariat"
        "|hôte du secrétariat|secrétariat|secretaría|sede de la secretaría|sekretariat"
    ),
)
ACTS = _table(
    signature=(
        "signature|signed|definitive signature|succession to signature|firma|firmado|signé"
        "|signature définitive|firma definitiva|unterzeichnung"
    ),
    ratification=(
        "ratification|ratified|ratifié|ratificación|ratificado|ratifikation|ratifizierung"
        "|formal confirmation|confirmation formelle|acte de confirmation formelle|confirmación formal"
        "|act of formal confirmation"
    ),
    acceptance="acceptance|accepted|acceptation|accepté|aceptación|aceptado|annahme",
    approval="approval|approved|approbation|approuvé|aprobación|aprobado|genehmigung",
    accession="accession|acceded|adhésion|adhéré|adhesión|adherido|beitritt",
    succession=(
        "succession|succeeded|notification of succession|declaration of succession"
        "|declaration/notification of succession|déclaration de succession|notification de succession"
        "|déclaration/notification de succession|sucesión|declaración de sucesión"
        "|notificación de sucesión|nachfolge|rechtsnachfolge"
    ),
    continued=(
        "continued application|declaration of continued application|continued"
        "|déclaration de maintien en vigueur|déclaration d’application continue|maintien en vigueur"
        "|declaración de aplicación continua|declaración de continuidad|weitergeltung"
    ),
    provisional=(
        "provisional application|provisional|provisionally applied|application provisoire"
        "|à titre provisoire|aplicación provisional|vorläufige anwendung"
    ),
    denunciation=(
        "denunciation|denounced|withdrawal|withdrawn|dénonciation|dénoncé|retrait|denuncia|denunciado"
        "|retirada|retiro|kündigung|rücktritt"
    ),
    unspecified="unspecified|act not given|acte non précisé|no especificado",
)
# The letters after a date in the lists of depositaries. Case tells acceptance from accession.
ACT_LETTERS = {
    "a": "accession", "A": "acceptance", "AA": "approval", "d": "succession", "c": "ratification",
    "s": "signature", "n": "provisional", "r": "ratification", "R": "ratification",
}  # fmt: skip
ACT_CODES = frozenset(ACTS.values())
STATUSES = _table(
    applicant=(
        "applicant|candidate|pending|application pending|candidat|candidate|candidato|candidatura"
        "|en attente|pendiente|bewerber|kandidat|beitrittskandidat"
    ),
    active="active|current|in good standing|actif|active|en cours|activo|activa|vigente|aktiv",
    suspended="suspended|suspension|suspendu|suspendue|suspendido|suspendida|suspendiert|ausgesetzt|ruhend",
    ended=(
        "ended|former|withdrawn|left|expired|terminated|terminé|terminée|ancien|retiré|terminado"
        "|finalizado|retirado|beendet|ausgetreten|ehemalig"
    ),
)
STATUS_CODES = frozenset(STATUSES.values())
MARKS = frozenset(
    ("x", "✓", "✔", "✗x", "☑", "☒", "•", "●", "◉", "■", "▪", "*", "×", "yes", "y", "oui", "o", "sí",
     "si", "s", "ja", "j", "true", "vrai", "verdadero", "wahr", "1", "1.0")
)  # fmt: skip
NO_MARKS = frozenset(
    ("", "no", "n", "non", "nein", "0", "0.0", "-", "–", "—", "−", "false", "faux", "falso", "falsch",
     "☐", "○", "n/a", "n.a.")
)  # fmt: skip
# Compared in lower case as they are written, not folded: «n/a» is not Namibia.
UNKNOWN = frozenset(
    ("-", "--", "–", "—", "−", ".", "..", "…", "?", "n/a", "n.a.", "n/k", "#n/a n/a", "unknown",
     "not known", "not available", "not applicable", "inconnu", "inconnue", "non connu",
     "non renseigné", "s.o.", "s/o", "n.d.", "n/d", "nd", "desconocido", "desconocida",
     "no disponible", "s/d", "sin datos", "unbekannt", "k. a.", "k.a.", "none", "null", "nil", "tbd",
     "tbc")
)  # fmt: skip
