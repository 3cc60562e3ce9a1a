"""The vocabulary of the field in other languages, by what it is in English.

Bodies are named after what they are: «Corte Internacional de Justicia» is found as the International Court
of Justice though nobody stored its Spanish name. A name that is found so is a proposal, never certain. The
words are common knowledge, of French, Spanish, Portuguese, Italian, German, Dutch, Russian, Ukrainian and
Arabic; a star stands for any ending.
"""

from __future__ import annotations

from functools import cache

from imports.reconcile.scripts import fold_script, script_of
from imports.reconcile.words import words

_VOCABULARY = """
human: humain humains humaine humaines humano humanos humana humanas umani umano menschen mens человека
human: людини الإنسان إنسان الانسان
rights: droit droits derecho derechos direito direitos diritti rechte rechten прав
rights: права правам правах حقوق لحقوق
human rights: menschenrechte menschenrechts mensenrechten правозащитн* правозахисн*
human rights commission: menschenrechtskommission
human rights council: menschenrechtsrat
human rights institute: menschenrechtsinstitut
commission: comision comissao commissione kommission commissie комисси* комісі* لجنة
commissioner: commissaire comisionado comisionada comissario commissario kommissar beauftragter beauftragte
commissioner: комиссар* комісар* مفوض
high commissioner: hochkommissar مفوضية
committee: comite comites comitato ausschuss komitee комитет* комітет*
council: conseil consejo conselho consiglio rat raad совет* рада ради مجلس
court: cour corte tribunal tribunale gericht gerichtshof hof суд суда محكمة
justice: justicia justica giustizia justiz gerechtigkeit правосуди* юстиц* правосуддя عدل عدالة
ministry: ministere ministerio ministero ministerium ministerie министерств* міністерств* وزارة
government: gouvernement gobierno governo regierung regering правительств* уряд* حكومة
parliament: parlement parlamento bundestag парламент* برلمان
assembly: assemblee asamblea assembleia assemblea versammlung ассамбле* асамбле* جمعية
association: asociacion associacao associazione verein vereinigung verband vereniging ассоциаци* асоціаці*
association: رابطة
organization: organisation organizacion organizacao organizzazione организаци* організаці* منظمة
union: unione uniao unie союз* союза اتحاد
federation: federacion federacao federazione foderation federatie федераци* федераці*
league: ligue liga lega лига ліга جامعة
network: reseau red rede rete netzwerk netwerk сеть мережа شبكة
centre: center centro zentrum centrum центр* مركز
institute: instituto istituto institut instituut институт* інститут* معهد
institution: institucion instituicao istituzione instelling учрежден* مؤسسة
foundation: fondation fundacion fundacao fondazione stiftung stichting фонд*
agency: agence agencia agenzia agentur agentschap агентств* وكالة
office: bureau oficina escritorio ufficio buro kantoor бюро офис* مكتب
authority: autorite autoridad autoridade autorita behorde autoriteit
society: societe sociedad sociedade societa gesellschaft обществ* товариств*
group: groupe grupo gruppo gruppe groep групп* مجموعة
alliance: alianza alianca alleanza allianz альянс* تحالف
forum: foro форум* منتدى
conference: conferencia conferenza konferenz конференци* مؤتمر
fund: fonds fondo fundo صندوق
bank: banque banco banca банк* بنك
movement: mouvement movimiento movimento bewegung движени* حركة
initiative: iniciativa iniziativa инициатив* مبادرة
national: nationale nationaux nationales nacional nacionales nazionale nationaler национальн* національн*
national: وطنية وطني قومي
international: internationale internationaux internacional internacionales internazionale internationaler
international: международн* міжнародн* دولية دولي
european: europeen europeenne europeens europeo europea europeia europeu europaische europaischer
european: europaisches europees европейск* європейськ* أوروبية أوروبي
african: africain africaine africano africana afrikanische afrikaanse африканск* أفريقية أفريقي
american: americain americaine americano americana amerikanische американск* أمريكية
inter american: interamericano interamericana interamericaine interamericain interamerikanische
inter american: межамериканск*
asian: asiatique asiatico asiatica asiatische азиатск*
arab: arabe arabes arabo arabischer arabische арабск* عربية عربي
islamic: islamique islamico islamica islamische исламск* إسلامية إسلامي
world: mondial mondiale mundial welt wereld всемирн* всесвітн* عالمية عالمي
regional: regionale regionaux региональн* إقليمية
federal: federale federaux bundes федеральн* اتحادية
general: generale генеральн* عامة عام
public: publique publico publica pubblico offentlich публичн*
independent: independant independante independiente independente unabhangige независим* незалежн* مستقلة
independent: مستقل
equality: egalite igualdad igualdade uguaglianza gleichstellung gleichheit gleichbehandlung gelijkheid
equality: gelijke равенств* рівност* مساواة
equal treatment: gleichbehandlungs
opportunities: chances oportunidades opportunita chancen kansen возможност*
discrimination: discriminacion discriminacao discriminazione diskriminierung discriminatie дискриминаци*
discrimination: дискримінаці* تمييز
anti discrimination: antidiskriminierungsstelle antidiskriminierung antidiscriminatie antidiscriminacion
racial: raciale raciales rassen расов* عنصري
racism: racisme racismo rassismus расизм*
torture: tortura folter foltering пыток пытки катуван* تعذيب
prevention: prevencion prevencao prevenzione verhutung предупрежден* предотвращен* запобіганн* وقاية منع
protection: proteccion protecao protezione schutz bescherming защит* захист* حماية
data: donnees datos dados dati daten gegevens данн* بيانات
women: femme femmes mujer mujeres mulher mulheres donne donna frauen frau vrouwen женщин* жінок مرأة نساء
child: enfant enfants nino ninos nina ninez crianca criancas infanzia bambini kinder kind ребенк* дет*
child: дитин* طفل أطفال طفولة
children: enfants ninos kinder kinderen детей дітей أطفال
youth: jeunesse jeunes juventud juventude jugend jongeren молодеж* молод* شباب
refugees: refugies refugiados rifugiati fluchtlinge vluchtelingen беженц* біженц* لاجئين
migrants: migrantes migranti migranten мигрант* مهاجرين
workers: travailleurs trabajadores trabalhadores lavoratori arbeiter трудящ* عمال
labour: travail trabajo trabalho lavoro arbeit arbeids труд* праці عمل
health: sante salud saude salute gesundheit gezondheid здравоохран* صحة
education: educacion educacao istruzione bildung onderwijs образован* освіт* تعليم تربية
culture: cultura kultur cultuur культур* ثقافة
science: ciencia scienza wissenschaft wetenschap наук* علوم
peace: paix paz pace frieden vrede мир* سلام
security: securite seguridad seguranca sicurezza sicherheit veiligheid безопасност* безпек* أمن
cooperation: cooperacion cooperacao cooperazione zusammenarbeit samenwerking сотрудничеств* співробітництв*
cooperation: تعاون
development: developpement desarrollo desenvolvimento sviluppo entwicklung ontwikkeling развити* розвитк*
development: تنمية
law: droit derecho direito diritto recht закон* قانون
criminal: penal penale strafgerichtshof strafgericht уголовн* جنائية
criminal court: strafgerichtshof strafgericht
constitutional: constitutionnel constitutionnelle constitucional costituzionale verfassungs конституционн*
constitutional: دستورية
constitutional court: verfassungsgericht bundesverfassungsgericht
supreme: suprema supremo oberster верховн* عليا
prisoners: prisonniers presos detenuti gefangene заключенн* سجناء
disappeared: disparus desaparecidos disparues исчезнувш*
disappearances: disparitions desapariciones desaparecimentos исчезновени* اختفاء
enforced: forcees forcee forzadas forzada forcados насильственн* قسري
disabled: handicapes discapacitados behinderte
disabilities: handicap handicapees discapacidad discapacidades deficiencia disabilita behinderungen
disabilities: behinderung инвалид* инвалидов إعاقة
persons: personnes personas pessoas persone personen лиц أشخاص
people: peuple pueblo povo popolo volk народ* شعب
peoples: peuples pueblos povos popoli volker народов شعوب
indigenous: autochtones indigenas indigeni indigene коренн*
minorities: minorites minorias minoranze minderheiten minderheden меньшинств* أقليات
nations: nacoes naciones nazioni nationen naties наци* націй أمم
united: unies unis unidas unidos unite uniti vereinte verenigde объединенн* обєднан* متحدة
united nations: onu vn оон
european union: ue eu es ес
african union: ua
council of europe: europarat
ombudsman: mediateur mediatrice mediatore burgerbeauftragter burgerbeauftragte ombudsfrau омбудсмен*
defender: defenseur defenseure defensor defensora difensore защитник* захисник* مدافع مدافعين
defenders: defenseurs defensores difensori verteidiger защитников مدافعين
journalists: journalistes periodistas jornalistas giornalisti journalisten журналист* صحفيين
lawyers: avocats abogados advogados avvocati anwalte advocaten адвокат* юрист* محامين
judges: juges jueces juizes giudici richter rechters судей قضاة
jurists: juristes juristas giuristi juristen юристов حقوقيين
parliamentary: parlementaire parlementaires parlamentario parlamentaria parlamentare parlamentarische
parliamentary: парламентск* برلماني
francophone: francophonie francofonia франкофони* فرنكوفونية
economic: economique economiques economico economica economicos wirtschaftliche экономическ* اقتصادية
social: sociale sociaux sociales soziale социальн* اجتماعية
cultural: culturel culturels culturales culturali kulturelle культурн* ثقافية
civil: civils civiles civili гражданск* مدنية
political: politique politiques politico politicos politische политическ* سياسية
elimination: eliminacion eliminacao eliminazione beseitigung ликвидаци*
against: contre contra contro gegen tegen против проти ضد مناهضة
atomic energy: atomenergie atomique atomica атомн*
trade: commerce comercio commercio handel торгов* تجارة
food: alimentation alimentacion alimentazione ernahrung продовольств* أغذية
agriculture: agricultura agricoltura landwirtschaft сельск* زراعة
intellectual property: интеллектуальн*
property: propriete propiedad propriedade proprieta собственност* ملكية
red: rouge roja rosso rotes красн* أحمر
cross: croix cruz croce kreuz крест* صليب
amnesty: amnistie amnistia амнисти* عفو
observatory: observatoire observatorio osservatorio beobachtungsstelle
secretariat: secretaria segretariato sekretariat секретариат* أمانة
rapporteur: relator relatora berichterstatter докладчик*
special: especial speciale speziell специальн* خاص
working: arbeitsgruppe
experts: expertos esperti experten эксперт* خبراء
citizens: citoyens ciudadanos cidadaos cittadini burger граждан* مواطنين
equal: egal igual uguale gleich
scottish: scotland ecosse escocia schottland
welsh: wales
state: etat estado stato staat государств* دولة
islands: iles islas ilhas isole inseln eilanden острова острови جزر
states: etats estados stati staaten государств دول
"""
_STEM = 4  # letters that an ending with a star needs before it


def _read() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    whole: dict[str, tuple[str, ...]] = {}
    stems: dict[str, tuple[str, ...]] = {}
    for line in _VOCABULARY.strip().splitlines():
        english, _, others = line.partition(":")
        meaning = tuple(words(english))
        for other in others.split():
            bare = other.rstrip("*")
            for word in words(fold_script(bare, script_of(bare))):
                kept = stems if other.endswith("*") and len(word) >= _STEM else whole
                kept.setdefault(word, meaning)
    return whole, stems


@cache
def _vocabulary() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    return _read()


def in_english(raw: list[str]) -> list[str]:
    """Return the words of a name put into English, those that are not known as they are.

    Empty where fewer than half of them are known: the name is then in no language that we know.
    """
    whole, stems = _vocabulary()
    out: list[str] = []
    known = 0
    for word in raw:
        meaning = whole.get(word) or _by_stem(word, stems)
        known += meaning is not None
        out += meaning or (word,)
    return out if known * 2 >= len(raw) else []


def _by_stem(word: str, stems: dict[str, tuple[str, ...]]) -> tuple[str, ...] | None:
    for length in range(min(len(word), 14), _STEM - 1, -1):
        if (found := stems.get(word[:length])) and len(word) - length <= 4:
            return found
    return None
