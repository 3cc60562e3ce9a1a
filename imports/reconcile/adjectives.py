"""The adjective of each country in English, French, Spanish and a little German, and words that mislead.

One line a country: its code, then the adjectives; a phrase is joined by underscores.
"""

from __future__ import annotations

ADJECTIVES = """
AD andorran andorrane andorrano
AE emirati emirien emirienne
AF afghan afghane afgano afgana
AG antiguan
AL albanian albanais albanaise albanes albanesa
AM armenian armenien armenienne armenio armenia
AO angolan angolais angolaise angolano angolana
AR argentine argentinian argentin argentino argentina
AT austrian autrichien autrichienne austriaco austriaca osterreichische osterreichischer
AU australian australien australienne australiano australiana
AZ azerbaijani azeri azerbaidjanais azerbaidjanaise
BA bosnian bosnien bosnienne bosniaque bosnia
BB barbadian barbadien
BD bangladeshi bangladais bangladaise
BE belgian belge belga belgische belgisch
BF burkinabe burkinabese
BG bulgarian bulgare bulgaro bulgara
BH bahraini bahreini bahreinien
BI burundian burundais burundaise
BJ beninese beninois beninoise
BN bruneian
BO bolivian bolivien bolivienne boliviano boliviana
BR brazilian bresilien bresilienne brasileno brasilena brasileiro brasileira
BS bahamian bahameen
BT bhutanese bhoutanais
BW botswanan botswanais batswana
BY belarusian belorussian byelorussian belarussien bielorusse belarusien bielorruso
BZ belizean belizien
CA canadian canadien canadienne canadiense
CF central_african centrafricain centrafricaine centroafricano
CH swiss suisse suizo suiza schweizerische schweizer
CI ivorian ivoirien ivoirienne marfileno
CL chilean chilien chilienne chileno chilena
CM cameroonian camerounais camerounaise camerunes
CN chinese chinois chinoise chino
CO colombian colombien colombienne colombiano colombiana
CR costa_rican costaricien costaricienne costarricense
CU cuban cubain cubaine cubano cubana
CV cape_verdean cabo_verdean capverdien capverdienne
CY cypriot chypriote chipriota
CZ czech tcheque checo checa
DE german allemand allemande aleman alemana deutsche deutscher deutsches
DJ djiboutian djiboutien djiboutienne
DK danish danois danoise danes danesa
DO dominican_republic dominicana
DZ algerian algerien algerienne argelino argelina
EC ecuadorian ecuadorean equatorien equatorienne ecuatoriano ecuatoriana
EE estonian estonien estonienne estonio
EG egyptian egyptien egyptienne egipcio egipcia
ER eritrean erythreen erythreenne
ES spanish espagnol espagnole espanol espanola
ET ethiopian ethiopien ethiopienne etiope
FI finnish finlandais finlandaise finlandes
FJ fijian fidjien fidjienne
FR french francais francaise frances francesa franzosische
GA gabonese gabonais gabonaise
GB british britannique britanico britanica
GD grenadian grenadien
GE georgian georgien georgienne georgiano
GH ghanaian ghaneen ghaneenne
GM gambian gambien gambienne
GN guinean guineen guineenne
GQ equatorial_guinean equatoguineen ecuatoguineano
GR greek hellenic grec grecque hellenique griego griega
GT guatemalan guatemalteque guatemalteco guatemalteca
GW bissau_guinean bissau_guineen
GY guyanese guyanais guyanien
HN honduran hondurien hondurienne hondureno hondurena
HR croatian croate croata
HT haitian haitien haitienne haitiano
HU hungarian hongrois hongroise hungaro hungara
ID indonesian indonesien indonesienne indonesio
IE irish irlandais irlandaise irlandes
IL israeli israelien israelienne
IN indian indien indienne
IQ iraqi iraki irakien irakienne irakische
IR iranian iranien iranienne irani
IS icelandic islandais islandaise islandes
IT italian italien italienne italiano italiana
JM jamaican jamaicain jamaicaine jamaiquino
JO jordanian jordanien jordanienne jordano
JP japanese japonais japonaise japones
KE kenyan kenyane keniano
KG kyrgyz kirghiz kirghize kirghizistan kirguis
KH cambodian khmer cambodgien cambodgienne camboyano
KM comorian comorien comorienne
KP north_korean nord_coreen nord_coreenne
KR south_korean sud_coreen sud_coreenne surcoreano
KW kuwaiti koweitien koweitienne
KZ kazakh kazakhstani kazakhe kazako
LA lao laotian laotien laotienne
LB lebanese libanais libanaise libanes
LI liechtensteiner liechtensteinois
LK sri_lankan sri_lankais sri_lankaise
LR liberian liberien liberienne
LS basotho lesothan
LT lithuanian lituanien lituanienne lituano
LU luxembourgish luxembourgian luxembourgeois luxembourgeoise
LV latvian letton lettone leton
LY libyan libyen libyenne libio
MA moroccan marocain marocaine marroqui
MC monegasque
MD moldovan moldavian moldave
ME montenegrin montenegrine montenegrino
MG malagasy malgache
MK macedonian macedonien macedonienne
ML malian malien malienne
MM burmese birman birmane
MN mongolian mongol mongole
MR mauritanian mauritanien mauritanienne
MT maltese maltais maltaise
MU mauritian mauricien mauricienne
MV maldivian maldivien maldivienne
MW malawian malawien malawite
MX mexican mexicain mexicaine mexicano mexicana
MY malaysian malaisien malaisienne
MZ mozambican mozambicain mozambicaine
NA namibian namibien namibienne
NE nigerien nigerienne nigerino
NG nigerian nigeriane
NI nicaraguan nicaraguayen nicaraguense
NL dutch neerlandais neerlandaise netherlandish
NO norwegian norvegien norvegienne noruego
NP nepalese nepali nepalais nepalaise
OM omani omanais omanaise
PA panamanian panameen panameenne panameno
PE peruvian peruvien peruvienne peruano peruana
PG papuan papua_new_guinean
PH philippine filipino philippin filipina
PK pakistani pakistanais pakistanaise
PL polish polonais polonaise polaco
PS palestinian palestinien palestinienne palestino
PT portuguese portugais portugaise portugues portuguesa
PY paraguayan paraguayen paraguayenne paraguayo
QA qatari qatarien qatarienne
RO romanian roumain roumaine rumano
RS serbian serbe serbio
RU russian russe ruso rusa
RW rwandan rwandese rwandais rwandaise
SA saudi saudi_arabian saoudien saoudienne
SB solomon_islander
SC seychellois seychelloise
SD sudanese soudanais soudanaise
SE swedish suedois suedoise sueco
SG singaporean singapourien singapourienne
SI slovenian slovene esloveno
SK slovak slovaque eslovaco
SL sierra_leonean sierra_leonais
SM sammarinese
SN senegalese senegalais senegalaise
SO somali somalian somalien somalienne
SR surinamese
SS south_sudanese sud_soudanais sud_soudanaise
ST santomean
SV salvadoran salvadorean salvadorien salvadorienne salvadoreno salvadorena
SY syrian syrien syrienne sirio
SZ swazi
TD chadian tchadien tchadienne
TG togolese togolais togolaise
TH thai thailandais thailandaise tailandes
TJ tajik tadjik tadjike
TL timorese timorais
TM turkmen turkmene
TN tunisian tunisien tunisienne tunecino
TO tongan
TR turkish turc turque turco turca
TT trinidadian
TZ tanzanian tanzanien tanzanienne
UA ukrainian ukrainien ukrainienne ucraniano
UG ugandan ougandais ougandaise
US usamerican
UY uruguayan uruguayen uruguayenne uruguayo uruguaya
UZ uzbek ouzbek ouzbeke
VE venezuelan venezuelien venezuelienne venezolano venezolana
VN vietnamese vietnamien vietnamienne
XK kosovar kosovan kosovare
YE yemeni yemenite
ZA south_african sud_africain sud_africaine sudafricano
ZM zambian zambien zambienne
ZW zimbabwean zimbabweenne
"""

#: Other names of places in lists, where CLDR writes them otherwise.
PLACES = """
BO plurinational_state_of_bolivia
BY byelorussia belorussia
CD dr_congo rd_congo drc congo_kinshasa democratic_republic_of_the_congo congo_democratic_republic
CG congo congo_brazzaville republic_of_the_congo
CI ivory_coast cote_divoire cote_d_ivoire
CV cape_verde cap_vert cabo_verde
CZ czech_republic republique_tcheque
FM micronesia federated_states_of_micronesia
GB uk u_k united_kingdom great_britain england_and_wales royaume_uni reino_unido
GW guinea_bissau guinee_bissau guine_bissau
HK hong_kong hongkong
IR islamic_republic_of_iran
KG kirghizia kyrgyz_republic
KP north_korea democratic_peoples_republic_of_korea dprk dpr_korea coree_du_nord
KR south_korea republic_of_korea coree_du_sud
LA lao_pdr laos lao_peoples_democratic_republic
MD republic_of_moldova moldavia
MK macedonia fyrom former_yugoslav_republic_of_macedonia
MM burma birmanie
MO macau macao
NL holland the_netherlands pays_bas
PS palestine occupied_palestinian_territory state_of_palestine
RU russia russian_federation
SS south_sudan
SY syrian_arab_republic
SZ swaziland
TL east_timor timor_leste
TR turkey turkiye
TW taiwan republic_of_china chinese_taipei
TZ united_republic_of_tanzania
US usa united_states united_states_of_america u_s_a
VA holy_see vatican vatican_city
VN viet_nam vietnam
XK kosovo
"""

#: Phrases with the name of a country in them that mean no country, or another thing.
NO_PLACE = """
northern_ireland irlande_du_nord new_mexico british_columbia new_jersey west_indian west_indies indian_ocean
west_indies new_south_wales new_england french_polynesia polynesie_francaise french_guiana new_caledonia
british_virgin_islands american_samoa us_virgin_islands latin_american inter_american central_american
south_american north_american pan_american red_georgian western_sahara gulf_of_guinea lake_chad swiss_cottage
british_indian_ocean_territory french_southern_territories turks_and_caicos
"""

#: Words of CLDR that are names of people or things more often than of a country.
MISLEADING = """
maurice reunion granada man heard bouvet georgia_del_sur jersey norfolk oman_sea saba
"""

#: Places that look like the name of a country with a letter wrong, and are not.
LOOKALIKES = """
columbia galicia slavonia alabama tasmania rhodesia siberia umbria asturias georgina silesia bavaria serbian
catalonia moravia albany indiana montana arizona
"""
