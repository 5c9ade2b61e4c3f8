"""Notices that the made-up retailer has published: days are counted back from today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kajo.bulletins.records import Body, BulletinRecord
from kajo.bulletins.words import BulletinKind
from kajo.core.records import Words
from kajo.core.times import local_midnight


@dataclass(frozen=True)
class Notice:
    """Published so many days ago, at an hour; withdrawn after so many days. Texts: fi, sv, en."""

    number: str
    kind: BulletinKind
    days_ago: int
    titles: tuple[str, str, str]
    bodies: tuple[str, str, str]
    lasts_days: int | None = None


NOTICES = (
    Notice(
        "T-1",
        BulletinKind.NEWS,
        4,
        (
            "Kulutuksen näet nyt vartin tarkkuudella",
            "Nu ser du din förbrukning kvart för kvart",
            "See your consumption by the quarter-hour",
        ),
        (
            "Raportointipalvelu näyttää kulutuksen vuosittain, kuukausittain, viikoittain, "
            "päivittäin ja vartin tarkkuudella.\n\n"
            "Vanhemmat lukemat näkyvät tunneittain, jos mittari mittasi silloin vain tunnit.",
            "Rapporteringstjänsten visar förbrukningen per år, månad, vecka, dag och kvart.\n\n"
            "Äldre mätvärden visas per timme, om mätaren då bara mätte timmar.",
            "The reporting service shows consumption by year, month, week, day and quarter-hour.\n\n"
            "Older readings are by the hour where the meter measured hours at the time.",
        ),
    ),
    Notice(
        "T-2",
        BulletinKind.SERVICE_BREAK,
        6,
        (
            "Huoltokatko sunnuntaina kello 6–9",
            "Serviceavbrott på söndag klockan 6–9",
            "Service break on Sunday from 6 to 9",
        ),
        (
            "Palvelu on poissa käytöstä huollon ajan. Kulutustiedot päivittyvät katkon jälkeen.",
            "Tjänsten är stängd under servicen. Förbrukningsuppgifterna uppdateras efter avbrottet.",
            "The service is closed for maintenance. Consumption data is brought up to date afterwards.",
        ),
        lasts_days=14,
    ),
    Notice(
        "T-3",
        BulletinKind.NEWS,
        12,
        (
            "Osa kulutustiedoista on myöhässä",
            "En del av förbrukningsuppgifterna är försenade",
            "Some consumption data is late",
        ),
        (
            "Verkkoyhtiö on arvioinut joidenkin käyttöpaikkojen lukemia. Arviot korvataan "
            "mitatuilla lukemilla, kun ne saadaan.",
            "Nätbolaget har uppskattat mätvärden för några förbrukningsplatser. Uppskattningarna ersätts med "
            "uppmätta när de kommer.",
            "The distributor has estimated the readings of some locations. Measured ones "
            "replace the estimates as they arrive.",
        ),
    ),
    Notice(
        "T-4",
        BulletinKind.TIP,
        33,
        (
            "Näin luet kulutuskaaviota",
            "Så läser du förbrukningsdiagrammet",
            "How to read the consumption chart",
        ),
        (
            "Vinoviivoitettu pylväs on arvioitu. Tyhjä kohta tarkoittaa, että lukema puuttuu: "
            "se ei ole nolla.",
            "En streckad stapel är uppskattad. En lucka betyder att mätvärdet saknas: det är inte noll.",
            "A hatched bar is an estimate. A gap means that a reading is missing: it is not zero.",
        ),
    ),
    Notice(
        "T-5",
        BulletinKind.PRICE_CHANGE,
        290,
        (
            "Kajo Toistaiseksi: hinta muuttui helmikuun alussa",
            "Kajo Tills vidare: priset ändrades i början av februari",
            "Kajo Open-ended: the price changed at the beginning of February",
        ),
        (
            "Uusi hinta näkyy sopimuksen tiedoissa. Irtisanomisaika on kaksi viikkoa.",
            "Det nya priset syns i avtalets uppgifter. Uppsägningstiden är två veckor.",
            "The new price stands in the details of the contract. The period of notice is two weeks.",
        ),
    ),
    Notice(
        "T-6",
        BulletinKind.NEWS,
        60,
        ("Asiakaspalvelu on suljettu pyhäpäivänä", "", ""),
        ("Palvelemme jälleen seuraavana arkipäivänä kello 8.", "", ""),
    ),
    Notice(
        "T-7",
        BulletinKind.SERVICE_BREAK,
        120,
        (
            "Kesän huoltokatko on ohi",
            "Sommarens serviceavbrott är över",
            "The summer's service break is over",
        ),
        ("Palvelu toimii jälleen.", "Tjänsten fungerar igen.", "The service works again."),
        lasts_days=20,
    ),
    Notice(
        "T-8",
        BulletinKind.NEWS,
        -10,
        ("Joulun aukioloajat", "Öppettider under julen", "Opening hours at Christmas"),
        (
            "Asiakaspalvelu on avoinna arkisin kello 8–16.",
            "Kundtjänsten är öppen vardagar klockan 8–16.",
            "Customer service is open on weekdays from 8 to 16.",
        ),
    ),
)


def bulletin_lines(today: date) -> Iterator[str]:
    """Yield the lines of the bulletins: one is yet to come, one is withdrawn, one is in Finnish only."""
    for notice in NOTICES:
        published_at = _at_nine(today - timedelta(days=notice.days_ago))
        ends_at = published_at + timedelta(days=notice.lasts_days) if notice.lasts_days else None
        title, body = notice.titles, notice.bodies
        yield BulletinRecord(
            record="bulletin",
            change_number=1,
            number=notice.number,
            kind=notice.kind,
            published_at=published_at,
            ends_at=ends_at,
            title=Words(fi=title[0], sv=title[1], en=title[2]),
            body=Body(fi=body[0], sv=body[1], en=body[2]),
        ).model_dump_json(exclude_defaults=True)


def _at_nine(day: date) -> datetime:
    return local_midnight(day).replace(hour=9)
