# ruff: noqa: E501
"""The words that invented names are made of, in English, French, Spanish, Arabic and Russian."""

from __future__ import annotations

LANGUAGES = ("en", "fr", "es", "ar", "ru")

#: Bodies that a country has, or a part of it: kind, how often, name with {c} for the country.
BODIES: tuple[tuple[str, int, tuple[str, ...]], ...] = (
    ("ombuds", 8, (
        "Ombudsman of {c}", "Médiateur : {c}", "Defensoría del Pueblo: {c}", "أمين المظالم: {c}",
        "Омбудсмен: {c}",
    )),
    ("nhri", 4, (
        "Human Rights Commission of {c}", "Commission des droits humains : {c}",
        "Comisión de Derechos Humanos: {c}", "اللجنة الوطنية لحقوق الإنسان: {c}",
        "Комиссия по правам человека: {c}",
    )),
    ("equality", 3, (
        "Equality Authority of {c}", "Autorité pour l’égalité : {c}", "Autoridad de Igualdad: {c}",
        "هيئة المساواة: {c}", "Управление по вопросам равенства: {c}",
    )),
    ("children", 3, (
        "Commissioner for Children of {c}", "Défenseur des enfants : {c}", "Defensor del Niño: {c}",
        "مفوض حقوق الطفل: {c}", "Уполномоченный по правам ребёнка: {c}",
    )),
    ("police_oversight", 2, (
        "Police Complaints Board of {c}", "Comité de contrôle de la police : {c}",
        "Junta de Supervisión Policial: {c}", "مجلس الرقابة على الشرطة: {c}",
        "Совет по надзору за полицией: {c}",
    )),
    ("whistleblowing", 1, (
        "Whistleblowing Office of {c}", "Maison des lanceurs d’alerte : {c}",
        "Oficina de Alertadores: {c}", "مكتب المبلّغين عن المخالفات: {c}", "Бюро защиты заявителей: {c}",
    )),
    ("authority", 5, (
        "Department of Justice of {c}", "Ministère de la Justice : {c}", "Ministerio de Justicia: {c}",
        "وزارة العدل: {c}", "Министерство юстиции: {c}",
    )),
    ("court", 3, (
        "Administrative Court of {c}", "Tribunal administratif : {c}", "Tribunal Administrativo: {c}",
        "المحكمة الإدارية: {c}", "Административный суд: {c}",
    )),
    ("university", 5, (
        "Law Faculty of {c}", "Faculté de droit : {c}", "Facultad de Derecho: {c}", "كلية الحقوق: {c}",
        "Юридический факультет: {c}",
    )),
)  # fmt: skip

TOPICS = (
    ("Human Rights", "les droits humains", "los Derechos Humanos", "حقوق الإنسان", "прав человека"),
    ("the Rights of the Child", "les droits de l’enfant", "los Derechos del Niño", "حقوق الطفل", "прав ребёнка"),
    ("Women’s Rights", "les droits des femmes", "los Derechos de la Mujer", "حقوق المرأة", "прав женщин"),
    ("Peace and Justice", "la paix et la justice", "la Paz y la Justicia", "السلام والعدالة", "мира и правосудия"),
    ("Indigenous Peoples", "les peuples autochtones", "los Pueblos Indígenas", "الشعوب الأصلية", "коренных народов"),
    ("Press Freedom", "la liberté de la presse", "la Libertad de Prensa", "حرية الصحافة", "свободы печати"),
    ("Refugees", "les réfugiés", "los Refugiados", "اللاجئين", "беженцев"),
    ("the Prevention of Torture", "la prévention de la torture", "la Prevención de la Tortura",
     "منع التعذيب", "предупреждения пыток"),
    ("Equality", "l’égalité", "la Igualdad", "المساواة", "равенства"),
    ("Legal Aid", "l’aide juridique", "la Asistencia Jurídica", "المساعدة القانونية", "юридической помощи"),
    ("Persons with Disabilities", "les personnes handicapées", "las Personas con Discapacidad",
     "الأشخاص ذوي الإعاقة", "инвалидов"),
    ("Housing Rights", "le droit au logement", "el Derecho a la Vivienda", "الحق في السكن", "права на жильё"),
    ("Labour Rights", "les droits du travail", "los Derechos Laborales", "حقوق العمال", "трудовых прав"),
    ("the Environment", "l’environnement", "el Medio Ambiente", "البيئة", "окружающей среды"),
    ("Minorities", "les minorités", "las Minorías", "الأقليات", "меньшинств"),
    ("Transparency", "la transparence", "la Transparencia", "الشفافية", "прозрачности"),
)  # fmt: skip
FORMS = (
    ("Association for {t}", "Association pour {t}", "Asociación para {t}", "جمعية {t}", "Ассоциация {t}"),
    ("Centre for {t}", "Centre pour {t}", "Centro para {t}", "مركز {t}", "Центр {t}"),
    ("Institute for {t}", "Institut pour {t}", "Instituto para {t}", "معهد {t}", "Институт {t}"),
    ("Foundation for {t}", "Fondation pour {t}", "Fundación para {t}", "مؤسسة {t}", "Фонд {t}"),
    ("League for {t}", "Ligue pour {t}", "Liga para {t}", "رابطة {t}", "Лига {t}"),
    ("Committee for {t}", "Comité pour {t}", "Comité para {t}", "لجنة {t}", "Комитет {t}"),
    ("Observatory of {t}", "Observatoire : {t}", "Observatorio de {t}", "مرصد {t}", "Обсерватория {t}"),
    ("Union for {t}", "Union pour {t}", "Unión para {t}", "اتحاد {t}", "Союз {t}"),
)  # fmt: skip
#: What others belong to: kind, name with {r} for a region and {t} for a topic.
NETWORKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("peer_network", (
        "{r} Network for {t}", "Réseau pour {t}, {r}", "Red para {t}, {r}", "شبكة {t}، {r}", "Сеть {t}, {r}",
    )),
    ("informal_network", (
        "{r} Forum for {t}", "Forum pour {t}, {r}", "Foro para {t}, {r}", "منتدى {t}، {r}", "Форум {t}, {r}",
    )),
    ("partnership", (
        "{r} Partnership for {t}", "Partenariat pour {t}, {r}", "Alianza para {t}, {r}", "شراكة {t}، {r}",
        "Партнёрство {t}, {r}",
    )),
    ("coalition", (
        "{r} Coalition for {t}", "Coalition pour {t}, {r}", "Coalición para {t}, {r}", "ائتلاف {t}، {r}",
        "Коалиция {t}, {r}",
    )),
    ("joint_programme", (
        "{r} Joint Programme for {t}", "Programme commun pour {t}, {r}", "Programa conjunto para {t}, {r}",
        "البرنامج المشترك {t}، {r}", "Совместная программа {t}, {r}",
    )),
    ("working_group", (
        "{r} Working Group on {t}", "Groupe de travail sur {t}, {r}", "Grupo de trabajo sobre {t}, {r}",
        "فريق العمل {t}، {r}", "Рабочая группа {t}, {r}",
    )),
)  # fmt: skip
REGIONS = (
    ("African", "Afrique", "África", "أفريقيا", "Африка"),
    ("American", "Amériques", "Américas", "الأمريكتان", "Америка"),
    ("Asian", "Asie", "Asia", "آسيا", "Азия"),
    ("European", "Europe", "Europa", "أوروبا", "Европа"),
    ("Pacific", "Pacifique", "Pacífico", "المحيط الهادئ", "Тихоокеанский регион"),
    ("Mediterranean", "Méditerranée", "Mediterráneo", "البحر المتوسط", "Средиземноморье"),
    ("Nordic", "Pays nordiques", "Países nórdicos", "دول الشمال", "Северные страны"),
    ("International", "International", "Internacional", "الدولية", "Международная сеть"),
)

ONSETS = tuple("b br c ch d dr f g gr h j k kr l m n p pr r s st t tr v w z sh th".split())  # noqa: SIM905
VOWELS = tuple("a e i o u ai ea ou ia".split())  # noqa: SIM905
ENDS = ("n", "r", "s", "l", "m", "", "nd", "rt", "ck", "ne", "va", "ski", "ov", "ez", "shi", "ton", "berg")
