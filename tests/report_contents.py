"""A report of an invented year in an invented place: made-up figures, every part and every state of a cell."""

from fractions import Fraction

from samverkan.reports import (
    Bars,
    BigFigure,
    BudgetBars,
    Cell,
    Column,
    Contents,
    CountTable,
    Curve,
    CurveStep,
    Definition,
    Definitions,
    Figures,
    Flow,
    FlowLink,
    Kind,
    Prose,
    Row,
    Section,
)
from samverkan.texts import Text

HIDDEN, UNKNOWN, NONE = Cell.hidden(), Cell.unknown(), Cell.none()

IFO = Text("Kommunens socialtjänst (IFO)", "Social services (IFO)")
AF = Text("Arbetsförmedlingen", "Arbetsförmedlingen")
FK = Text("Försäkringskassan", "Försäkringskassan")
CARE = Text("Primärvården", "Primary care")
TEAM = Text("Teamet En väg in", "The team En väg in")


def cells(*values: object) -> list[Cell]:
    """Return cells of numbers, or of what are cells already."""
    return [value if isinstance(value, Cell) else Cell(value) for value in values]


WHO = CountTable(
    caption=Text("Vem som remitterade, kvinnor och män", "Who referred, women and men"),
    row_heading=Text("Remitterad av", "Referred by"),
    columns=[Column(Text("Kvinnor", "Women")), Column(Text("Män", "Men")), Column(Text("Okänt kön", "Sex unknown"))],
    rows=[
        Row(IFO, cells(38, 29, 0)),
        Row(Text("Kommunens arbetsmarknadsenhet (AME)", "Labour market unit of the kommun (AME)"), cells(17, 24, 0)),
        Row(AF, cells(12, 15, 0)),
        Row(FK, cells(HIDDEN, 9, HIDDEN)),
        Row(CARE, cells(21, 11, 0)),
        Row(Text("Egen anmälan", "On her own account"), cells(HIDDEN, HIDDEN, 0)),
        Row(Text("Alla", "All"), cells(99, 93, HIDDEN), is_total=True),
    ],
    notes=[
        Text(
            "En person som har remitterats två gånger räknas en gång, hos den som remitterade först.",
            "Whoever was referred twice is counted once, with the one who referred first.",
        )
    ],
)

FLOW = Flow(
    caption=Text("Remisser mellan verksamheter", "Referrals between agencies"),
    links=[
        FlowLink(IFO, TEAM, count=Cell(67), sent_back=Cell(0)),
        FlowLink(IFO, AF, count=Cell(31), sent_back=Cell(9)),
        FlowLink(IFO, FK, count=Cell(12), sent_back=HIDDEN),
        FlowLink(AF, TEAM, count=Cell(27), sent_back=Cell(0)),
        FlowLink(AF, IFO, count=Cell(22), sent_back=Cell(18)),
        FlowLink(AF, FK, count=Cell(14), sent_back=Cell(6)),
        FlowLink(FK, AF, count=Cell(19), sent_back=Cell(11)),
        FlowLink(FK, CARE, count=Cell(8), sent_back=HIDDEN),
        FlowLink(FK, TEAM, count=HIDDEN, sent_back=Cell(0)),
        FlowLink(CARE, FK, count=Cell(24), sent_back=Cell(5)),
        FlowLink(CARE, TEAM, count=Cell(32), sent_back=Cell(0)),
        FlowLink(TEAM, AF, count=Cell(16), sent_back=Cell(0)),
    ],
    notes=[
        Text(
            "Tillbaka är den som skickas till en verksamhet där hon har varit förut under samma ärende.",
            "Sent back is whoever is sent to an agency where she has been before in the same case.",
        )
    ],
)

STEPS = [
    (2, 192, 98, 95, 99),
    (5, 184, 90, 85, 94),
    (7, 171, 78, 71, 83),
    (9, 148, 66, 59, 72),
    (12, 124, 52, 45, 59),
    (14, 98, 38, 31, 45),
    (17, 71, 29, 23, 36),
    (21, 53, 21, 15, 27),
    (28, 38, 14, 9, 20),
    (35, 24, 10, 6, 15),
]
CURVE = Curve(
    caption=Text("Hur länge man väntar på första kontakten", "How long one waits for the first contact"),
    steps=[
        *(
            CurveStep(
                day=day,
                share=Cell(Fraction(share, 100)),
                lower=Cell(Fraction(lower, 100)),
                upper=Cell(Fraction(upper, 100)),
                at_risk=Cell(at_risk),
            )
            for day, at_risk, share, lower, upper in STEPS
        ),
        CurveStep(day=44, share=HIDDEN, lower=HIDDEN, upper=HIDDEN, at_risk=HIDDEN),
    ],
    target_day=14,
    notes=[
        Text(
            "Dag 0 är den dag då remissen kom in. Den som ännu väntar räknas med så länge hon har väntat.",
            "Day 0 is the day on which the referral was received. Whoever still waits counts for as long as she has waited.",
        )
    ],
)

LIVELIHOOD = CountTable(
    caption=Text(
        "Huvudsaklig försörjning före och efter, avslutade deltaganden",
        "Main livelihood before and after, of ended participations",
    ),
    row_heading=Text("Försörjning", "Livelihood"),
    columns=[Column(Text("Före", "Before")), Column(Text("Efter", "After"))],
    rows=[
        Row(Text("Arbete eller studier", "Work or studies"), cells(9, 41)),
        Row(Text("Ersättning från Arbetsförmedlingen", "Benefit through Arbetsförmedlingen"), cells(18, 24)),
        Row(Text("Sjukpenning", "Sickness benefit"), cells(27, 15)),
        Row(Text("Ekonomiskt bistånd", "Economic assistance"), cells(52, 26)),
        Row(Text("Okänt", "Unknown"), cells(HIDDEN, HIDDEN)),
    ],
)

STACK = CountTable(
    caption=Text("Vad som kom av remisserna, halvår för halvår", "What came of the referrals, by half-year"),
    row_heading=Text("Halvår", "Half-year"),
    columns=[
        Column(Text("Antogs", "Admitted")),
        Column(Text("Annan väg rekommenderades", "Another way recommended")),
        Column(Text("Uppfyllde inte kriterierna", "Did not meet the criteria")),
        Column(Text("Väntar på uppgift", "Waiting for information")),
    ],
    rows=[
        Row(Text("Första halvåret", "First half-year"), cells(48, 21, 12, 9)),
        Row(Text("Andra halvåret", "Second half-year"), cells(63, 24, HIDDEN, UNKNOWN)),
    ],
)

TURNED_AWAY = CountTable(
    caption=Text(
        "Avgörande kriterium för dem som inte kunde tas emot", "The deciding criterion for those who were turned away"
    ),
    row_heading=Text("Kriterium", "Criterion"),
    columns=[
        Column(Text("Personer", "Persons")),
        Column(Text("Andel", "Share"), kind=Kind.SHARE),
        Column(Text("Okänt hos", "Unknown for")),
    ],
    rows=[
        Row(
            Text("Aktuell hos minst två av parterna", "Current at two or more of the parties"),
            cells(17, Fraction(17, 33), 6),
        ),
        Row(Text("Mellan 16 och 64 år", "Between 16 and 64 years old"), cells(8, Fraction(8, 33), 0)),
        Row(
            Text("Bor i Ludvika eller Smedjebacken", "Lives in Ludvika or Smedjebacken"), cells(HIDDEN, HIDDEN, HIDDEN)
        ),
        Row(
            Text("Behov som ordinarie verksamhet inte möter", "Needs that ordinary services do not meet"),
            cells(HIDDEN, HIDDEN, UNKNOWN),
        ),
        Row(Text("Alla", "All"), cells(33, 1, NONE), is_total=True),
    ],
)

BUDGET = CountTable(
    caption=Text("Budget och utfall, tusen kronor", "Budget and outcome, thousands of kronor"),
    row_heading=Text("Insats", "Activity"),
    columns=[
        Column(Text("Budget", "Budget"), kind=Kind.NUMBER),
        Column(Text("Utfall", "Outcome"), kind=Kind.NUMBER),
        Column(Text("Skillnad", "Difference"), kind=Kind.NUMBER),
        Column(Text("Kronor per deltagare", "Kronor per participant"), kind=Kind.NUMBER),
    ],
    rows=[
        Row(Text("En väg in", "En väg in"), cells(3200, 3345, 145, 17422)),
        Row(Text("Kompetensutveckling", "Training"), cells(640, 512, -128, NONE)),
        Row(Text("Kansli och styrelse", "Office and board"), cells(1250, 1208, -42, NONE)),
        Row(Text("Uppföljning", "Follow-up"), cells(400, UNKNOWN, UNKNOWN, NONE)),
        Row(Text("Summa", "Sum"), cells(5490, 5065, -425, NONE), is_total=True),
    ],
)

CONTENTS = Contents(
    title=Text("Året som gick", "The year in figures"),
    area=Text("Samordningsförbundet Nordvik", "The coordination association of Nordvik"),
    period="2016",
    threshold=Text(
        "Tal under 5 visas inte, och inte heller tal som de går att räkna ut ur.",
        "Numbers below 5 are not shown, nor those from which they could be worked out.",
    ),
    generated_from=Text("240 påhittade ärenden, utläst 31 januari 2017", "240 invented cases, as of 31 January 2017"),
    sections=[
        Section(
            "who",
            Text("Vilka som kom, och varifrån", "Who came, and from where"),
            Text(
                "Var tredje person kom från socialtjänsten. Från Försäkringskassan kom få.",
                "One person in three came from the social services. Few came from Försäkringskassan.",
            ),
            [
                Figures(
                    [
                        BigFigure(
                            Text("Personer som remitterades", "Persons who were referred"), Cell(192), unknown=Cell(0)
                        ),
                        BigFigure(
                            Text("Fick kontakt inom två veckor", "Contacted within two weeks"),
                            Cell(Fraction(111, 179)),
                            kind=Kind.SHARE,
                            numerator=Cell(111),
                            denominator=Cell(179),
                            unknown=Cell(13),
                        ),
                        BigFigure(
                            Text("Väntan på första kontakten, median", "Wait for the first contact, median"),
                            Cell(Fraction(25, 2)),
                            kind=Kind.NUMBER,
                            decimals=1,
                            unit=Text("dagar", "days"),
                            numerator=HIDDEN,
                            denominator=Cell(179),
                        ),
                        BigFigure(
                            Text("Egen anmälan", "On their own account"),
                            HIDDEN,
                            note=Text("Färre än förra året.", "Fewer than last year."),
                        ),
                    ]
                ),
                Bars(WHO, series=[0, 1]),
            ],
        ),
        Section(
            "flow",
            Text("Vägen mellan verksamheterna", "The way between the agencies"),
            Text(
                "Arbetsförmedlingen skickar 18 av 22 remisser till socialtjänsten dit personen redan har varit.",
                "Of 22 referrals from Arbetsförmedlingen to the social services, 18 are of people who have been there before.",
            ),
            [FLOW],
        ),
        Section(
            "lead-times",
            Text("Ledtider", "Lead times"),
            Text(
                "Efter två veckor väntar 38 av 100 fortfarande på den första kontakten.",
                "After two weeks 38 of 100 still wait for the first contact.",
            ),
            [CURVE, Bars(STACK, stacked=True)],
        ),
        Section(
            "before-and-after",
            Text("Före och efter", "Before and after"),
            Text(
                "Fler arbetar eller studerar efter än före. Det säger inte att insatsen är orsaken.",
                "More people work or study after than before. That does not say that the activity is the cause.",
            ),
            [Bars(LIVELIHOOD)],
        ),
        Section(
            "turned-away",
            Text("Vilka som inte kunde tas emot, och varför", "Who was turned away, and why"),
            Text(
                "Hälften hade inte kontakt med två parter.",
                "Half of them were not in contact with two parties.",
            ),
            [TURNED_AWAY],
        ),
        Section(
            "budget",
            Text("Budget och utfall", "Budget and outcome"),
            Text(
                "En väg in kostade mer än planerat, och det mesta annat mindre.",
                "En väg in cost more than was planned, and most else less.",
            ),
            [BudgetBars(BUDGET)],
        ),
        Section(
            "how",
            Text("Så räknades det", "How it was reckoned"),
            Text(
                "Här står vad orden betyder och var de kommer ifrån.", "What the words mean, and where they are from."
            ),
            [
                Prose(
                    Text(
                        "En andel räknas på dem som det finns uppgift om. De okända står bredvid.",
                        "A share is of those about whom there is information. The unknown stand beside it.",
                    )
                ),
                Definitions(
                    [
                        Definition(
                            Text("Första kontakten", "First contact"),
                            Text(
                                "Från den dag då remissen kom in till den dag då personen blev kontaktad.",
                                "From the day on which the referral was received to the day on which the person was contacted.",
                            ),
                            source=Text("En väg in, 2016", "En väg in, 2016"),
                        ),
                        Definition(
                            Text("Rundgång", "Rundgång (being sent round)"),
                            Text(
                                "En person skickas tillbaka till en verksamhet där hon redan har varit, utan att en insats har börjat.",
                                "A person is sent back to an agency where she has been already, and no activity has begun.",
                            ),
                        ),
                    ]
                ),
            ],
        ),
    ],
)
