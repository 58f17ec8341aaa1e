"""Texts of shapes that web pages lack, written for these tests: each line stands with its label."""

# ruff: noqa: E501 - a paragraph is a line here
from __future__ import annotations

from typing import Final

_SHORT: Final = {
    "H": "headline",
    "S": "standfirst",
    "Y": "byline",
    "D": "dateline",
    "C": "caption",
    "X": "crosshead",
    "B": "body",
    "O": "boilerplate",
    "?": None,
}

_RAW: Final = {
    "brief of one paragraph": """
H Ferry back in service
B The ferry between the two islands is running again after a broken shaft was replaced overnight, the operator said on Tuesday.
""",
    "agency report": """
H Regierung einigt sich auf neues Wassergesetz
B Wien (APA) - Die Regierung hat sich am Montag auf ein neues Wassergesetz geeinigt. Es soll im Herbst in Kraft treten, sagte die Ministerin nach der Sitzung.
B Vorgesehen sind strengere Grenzwerte für Nitrat und höhere Strafen. Die Gemeinden begrüßten den Entwurf, die Landwirte kündigten Widerstand an.
B Der Nationalrat berät im Mai über die Vorlage.
""",
    "place and date on a line of its own": """
H Talks on fishing rights resume
D REYKJAVIK, March 3 (Reuters)
B Talks on fishing rights in the northern waters resumed on Wednesday after a pause of six weeks, with both sides saying that an agreement was within reach.
B Delegates will meet again on Friday, a spokesman said, and hope to have a text before the season opens.
""",
    "interview": """
H "We never wanted to leave the valley"
Y By Martha Green
B The baker of the last village shop on why she stayed when everybody else had gone.
B When did you first think of closing?
B In the winter of the flood. We had no light for nine days and I baked by candles, and I thought that this could not go on for ever.
B And what changed your mind?
B The children came in every morning before school, with the money in their hands, and nobody had told them to.
""",
    "letter to the editor": """
H Trees are not in the way
B Sir, your report on the widening of the coast road says that forty limes stand in the way of traffic. They stood there before there was any.
B Anyone who has waited for a bus in their shade in August knows what they are for.
Y Peter Lang, Hillford
""",
    "obituary": """
H Anna Moser, glassmaker, 1931-2024
B Anna Moser, who taught three generations of glassmakers and never sold a piece she did not like, has died at the age of 93.
B She was born in a forester's house, the youngest of seven, and came to glass by accident when the school of weaving was full.
B She is survived by two daughters and by a furnace that has not gone out since 1962.
""",
    "list": """
H Five walks for the first warm days
B The snow has gone from the lower paths, and the huts open at the weekend. These five walks can all be done with children.
B 1. Along the old canal to the lock house, two hours, no climb.
B 2. Through the beech wood to the chapel, three hours, with a steep bit at the end.
B 3. Round the lake by the southern shore, one hour, good after rain.
""",
    "correction": """
H Correction: bridge costs
B An article on Saturday about the new bridge gave the wrong sum. It will cost 11 million, not 111 million. We apologise for the error.
""",
    "no headline": """
B The dam above the town was declared safe on Thursday after engineers had worked through the night to lower the level of the lake by two metres.
B Some three hundred people who had been told to leave were allowed to go home, the fire brigade said.
B Schools will open again on Monday.
""",
    "capital letters": """
H COUNCIL VOTES TO KEEP SWIMMING POOL OPEN
Y BY ANN SMITH
B The council voted on Monday night to keep the swimming pool open for another year, after swimmers had filled the hall and the street outside.
B The money is to come from the sale of the old depot, the treasurer said.
""",
    "clean text in French": """
H Le marché couvert rouvrira au printemps
B Le marché couvert, fermé depuis deux ans pour travaux, rouvrira ses portes le 2 avril, a annoncé la mairie mercredi.
B Une soixantaine de commerçants ont déjà signé leur bail, selon l'adjointe au commerce, qui espère en accueillir vingt autres avant l'été.
B Le coût du chantier s'élève à neuf millions d'euros, dont un tiers payé par la région.
""",
    "Japanese": """
H 新しい橋が来月開通へ
B 市は12日、川を渡る新しい橋が来月1日に開通すると発表した。工事は予定より半年遅れたが、市民の長年の願いがようやくかなうことになる。
B 橋の長さは320メートルで、歩道と自転車道が両側に設けられる。市長は会見で「安全で便利な道になる」と述べた。
B 開通の日には記念の行事が開かれる予定で、市は多くの人に来てほしいとしている。
""",
    "Arabic": """
H افتتاح الجسر الجديد الشهر المقبل
B أعلنت البلدية يوم الاثنين أن الجسر الجديد فوق النهر سيفتح أمام حركة المرور في الأول من الشهر المقبل، بعد تأخير دام ستة أشهر.
B وقال رئيس البلدية في مؤتمر صحفي إن الجسر سيخفف الازدحام في وسط المدينة، وإن تكلفته لم تتجاوز الميزانية المقررة.
B ومن المقرر أن تقام احتفالات بهذه المناسبة يحضرها سكان المدينة وعدد من الوزراء.
""",
    "noise of character recognition": """
H Mayor 0pens new hosp1tal wing
B The rnayor opened a new wing of the town hospital on Satur- day, and said that tbe waiting tirnes would fall by a third within a year.
B Nurses who had asked for more staff stood at the gate with ban- ners, but were let in afterwards and given tea, a reporter saw.
""",
    "emoji and hashtags": """
H Storm over the coast 🌪️: what we know
B The storm that hit the coast on Sunday night has left ten thousand homes without power, the grid operator said, and trains are not running.
B Winds of 140 kilometres an hour were measured at the lighthouse before the instrument broke.
O #storm #coast
O Share on Facebook
""",
    "live blog": """
H Harbour fire: smoke drifts over the old town
S Three warehouses are burning since the early morning. Follow the latest from our reporters at the quay.
Y By Martha Green
D Updated 3 March 2024, 14:20
X 14:20
B The fire brigade has stopped the flames from reaching the grain silo, its chief told reporters at the gate a few minutes ago.
X 13:05
B Two firemen have been taken to hospital with burns. Neither is in danger, a spokeswoman for the clinic said.
X 11:48
B People who live north of the canal have been told to keep their windows shut and to stay indoors until the evening.
X 10:30
B Good morning. We will bring you all there is to know about the fire in the harbour here, as it comes in.
""",
    "report with a table": """
H Harriers stay on top with late goal
Y By Paul Winter
B A goal in the last minute by Anton Bauer gave the Harriers a 2-1 win over the Rangers on Saturday and kept them on top of the league.
B The Rangers had led from the third minute and hit the bar twice, but could not hold out in the rain of the second half.
X The table
B 1. Harriers   18  12  4  2  40
B 2. Rangers    18  11  3  4  36
B 3. Wanderers  18  10  4  4  34
B 4. Albion     18   9  5  4  32
""",
    "newsletter": """
H The morning letter: snow, trains and a missing cat
D Monday, 4 December 2023
B Good morning. It has snowed all night, and most of the roads in the hills are closed. Here is what you should know before you leave the house.
X The trains
B Nothing runs north of the junction before ten, the railway said. Buses leave from the square every half hour, and tickets are valid on them.
X The budget
B The council votes on the budget tonight. The mayor is two votes short, people who have counted them say, and one of the two is on holiday.
X And a cat
B The cat of the station has been found in the waiting room of the next one. It had taken the last train, the guard said, and had not paid.
O Was this letter sent on to you? Sign up here
O Unsubscribe
""",
    "bulleted standfirst": """
H Night trains return to the coast
S • First departure on 12 June after nine years
S • Two sleeping cars and one for bicycles
S • Tickets from 39 euros go on sale on Monday
Y By Ann Smith
B The night train to the coast will run again from June, the railway announced on Thursday, nine years after the last one was taken off.
B It leaves the capital at 21.40 and arrives at the harbour shortly before seven, in time for the first ferry to the islands, the company said.
""",
    "picture with a bare credit": """
H Old lighthouse gets a new lamp
Y By Ann Smith
C The lighthouse at Cape Moor on Tuesday, with the new lamp being hoisted to the top.
C Karla Dietrich/AFP
B The lighthouse at Cape Moor has a new lamp, the first in sixty years. A crane lifted it to the top on Tuesday while half the village watched.
B It uses a tenth of the power of the old one and can be seen from thirty miles away, the keeper said.
""",
    "leftovers around an article": """
O Skip to content
O Menu
O Subscribe
H Town hall clock stops for the first time in a century
Y By Martha Green
D Published 3 March 2024, 10:15 GMT
B The clock on the town hall stopped at ten past four on Sunday, for the first time since it was put up in 1921, and nobody can say why.
B A clockmaker who climbed the tower on Monday found nothing broken, the council said, and has ordered a part from abroad all the same.
O Read more: The bells that fell silent
O Sign up for our newsletter
O © 2024 All rights reserved
""",
}


def shapes() -> dict[str, tuple[str, list[str | None]]]:
    """Return each shape's text, paragraphs set off by blank lines, and the label of each line."""
    found = {}
    for name, raw in _RAW.items():
        rows = [row.split(" ", 1) for row in raw.strip().split("\n")]
        found[name] = ("\n\n".join(text for _, text in rows) + "\n", [_SHORT[mark] for mark, _ in rows])
    return found
