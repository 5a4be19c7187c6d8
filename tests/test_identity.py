"""Which people, bodies and places are one thing, a rule each; the order of loading is in `test_resolution_order`."""

import pytest

from graph.model import Chain, Document
from graph.ontology import (
    EventType,
    PlaceType,
    RelationType,
)
from tests.documents import (
    articles_about,
    claim,
    document,
    event,
    ids,
    load,
    organization,
    person,
    place,
)
from tests.memory_ledger import MemoryLedger

# --- people


def test_two_spellings_of_one_name_become_one_person() -> None:
    ledger = load(*articles_about(person("Evika Silina"), person("Evika Siliņa", times=3)))
    assert ids(ledger) == ["person:evika-silina"]
    assert ledger.entity["person:evika-silina"].name == "Evika Siliņa"
    assert ledger.entity["person:evika-silina"].aliases == ("Evika Silina",)


@pytest.mark.parametrize("written", ["Zelensky", "Zelenskiy", "Volodymyr Zelensky", "V. Zelenskyi", "Mr Zelenskyy"])
def test_a_surname_an_initial_and_a_transliteration_join_the_one_person_who_fits(written: str) -> None:
    ledger = load(*articles_about(person("Volodymyr Zelenskyy", times=2), person(written)))
    assert ids(ledger) == ["person:volodymyr-zelenskyy"]


def test_a_full_name_is_canonical_even_where_the_surname_is_more_frequent() -> None:
    ledger = load(*articles_about(person("Jens Stoltenberg"), person("Stoltenberg", times=9)))
    assert [ledger.entity[id_].name for id_ in ids(ledger)] == ["Jens Stoltenberg"]


def test_two_first_names_are_two_people_and_the_surname_alone_is_neither() -> None:
    ledger = load(*articles_about(person("Joe Biden"), person("Hunter Biden"), person("Biden")))
    assert ids(ledger) == ["person:biden", "person:hunter-biden", "person:joe-biden"]


def test_an_initial_that_fits_two_people_stays_alone() -> None:
    ledger = load(*articles_about(person("Jim Jordan"), person("John Jordan"), person("J. Jordan")))
    assert ids(ledger) == ["person:j-jordan", "person:jim-jordan", "person:john-jordan"]


def test_a_junior_is_not_his_father() -> None:
    assert len(ids(load(*articles_about(person("Donald Trump"), person("Donald Trump Jr."))))) == 2


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Ursula von der Leyen", "von der Leyen"),
        ("Bashar al-Assad", "Assad"),
        ("Annegret Kramp-Karrenbauer", "Kramp-Karrenbauer"),
        ("Al Gore", "Gore"),
        ("Kim Jong-un", "Kim Jong Un"),
    ],
)
def test_particles_and_hyphens_do_not_hide_a_surname(full: str, short: str) -> None:
    assert len(ids(load(*articles_about(person(full, times=2), person(short))))) == 1


def test_a_second_namesake_parts_the_surname_and_the_first_keeps_its_id() -> None:
    ledger = load(*articles_about(person("Joe Biden"), person("Biden")))
    assert ids(ledger) == ["person:joe-biden"]
    ledger.load(document("later", [person("Hunter Biden")]))
    assert ids(ledger) == ["person:biden", "person:hunter-biden", "person:joe-biden"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Volodymyr Zelenskyy", "Wolodymyr Selenskyj"),
        ("Muammar Gaddafi", "Moammar Qaddafi"),
        ("Moammar Gadhafi", "Mouammar Kadhafi"),
        ("Mohammed bin Salman", "Muhammad bin Salman"),
        ("Sergei Lavrov", "Sergej Lawrow"),
        ("Alexander Lukashenko", "Aliaksandr Lukashenka"),
        ("Svetlana Tikhanovskaya", "Sviatlana Tsikhanouskaya"),
        ("Salome Zourabichvili", "Salome Zurabishvili"),
        ("Peter Schroeder", "Peter Schröder"),
        ("Jens Stoltenberg", "Stoltenberg, Jens"),
        ("Donald Trump Jr.", "Trump, Donald, Jr."),
        ("J. D. Vance", "JD Vance"),
    ],
)
def test_spellings_of_one_name_are_one_person(one: str, other: str) -> None:
    assert len(ids(load(*articles_about(person(one), person(other))))) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sergei Lavrov", "Sergei Lavrovsky"),
        ("Vladimir Putin", "Volodymyr Putin"),
        ("Michael Novak", "Michal Novak"),
        ("Anna Silva", "Ana Silva"),
        ("Liz Truss", "Elizabeth Truss"),
        ("XI Jinping", "X. I. Jinping"),
    ],
)
def test_names_that_are_only_near_stay_two_people(one: str, other: str) -> None:
    assert len(ids(load(*articles_about(person(one), person(other))))) == 2


def in_office(id_: str, name: str, title: str, country: str, published: str | None = "2024-03-04") -> Document:
    state = place(country, place_type=PlaceType.COUNTRY, country_code=country[:2].upper())
    return document(id_, [person(name), state], [claim(RelationType.HOLDS_ROLE, 0, 1, role_title=title)], published)


def test_an_office_says_which_namesake_a_surname_means() -> None:
    known = in_office("a", "Kenji Tanaka", "Trade Minister", "Japan"), document("b", [person("Yuki Tanaka")])
    ledger = load(*known, in_office("c", "Tanaka", "trade minister", "Japan"), document("d", [person("Tanaka")]))
    assert ledger.entity["person:kenji-tanaka"].articles == ("article:a", "article:c")
    assert [ledger.entity[id_].articles for id_ in ids(ledger) if ledger.entity[id_].name == "Tanaka"] == [
        ("article:d",)
    ]


def test_of_two_holders_of_one_office_the_one_of_the_time_is_meant() -> None:
    ledger = load(
        in_office("a", "George Bush", "President", "United States", "1990-05-01"),
        in_office("b", "Jeb Bush", "President", "United States", "2017-05-01"),
        in_office("c", "Bush", "President", "United States", "2017-09-01"),
        in_office("d", "Bush", "President", "United States", None),
    )
    assert ledger.entity["person:jeb-bush"].articles == ("article:b", "article:c")
    assert ledger.entity["person:george-bush"].articles == ("article:a",)


def test_namesakes_in_office_of_two_countries_are_two_where_two_stories_each_say_so() -> None:
    one = [in_office(f"p{at}", "Maria Silva", "minister", "Portugal") for at in (1, 2)]
    other = [in_office(f"b{at}", "Maria Silva", "senator", "Brazil") for at in (1, 2)]
    assert len([id_ for id_ in ids(load(*one, *other[:1])) if id_.startswith("person:")]) == 1
    assert len([id_ for id_ in ids(load(*one, *other)) if id_.startswith("person:")]) == 2


# --- organizations and places


def test_ministries_of_one_name_are_told_apart_by_the_country_of_their_articles() -> None:
    riga, tallinn = (place(name, country_code=code) for name, code in (("Riga", "LV"), ("Tallinn", "EE")))
    ledger = load(
        document("a", [organization("Ministry of Defence"), riga]),
        document("b", [organization("Ministry of Defence"), tallinn]),
        document("c", [organization("Defence Ministry"), riga]),
        document("d", [organization("Ministry of Defense"), riga, tallinn]),
    )
    found = sorted(ledger.entity[id_].articles for id_ in ids(ledger) if id_.startswith("organization:"))
    assert found == [("article:a", "article:c"), ("article:b",), ("article:d",)]


def test_an_acronym_of_two_bodies_is_another_in_every_story() -> None:
    bodies = organization("European Central Bank", "ECB"), organization("England Cricket Board", "ECB")
    ledger = load(*articles_about(*bodies, organization("ECB"), organization("ECB")))
    assert len(ids(ledger)) == 4


def test_old_and_new_spellings_of_a_city_are_one_place() -> None:
    ledger = load(*articles_about(place("Kiev", country_code="UA", times=2), place("Kyiv", country_code="UA")))
    assert ids(ledger) == ["place:kiev"]


def test_reports_of_one_named_event_may_be_some_days_apart() -> None:
    def summit(day: str) -> Chain:
        return event("Lisbon Peace Summit", EventType.SUMMIT, day)

    assert len(ids(load(*articles_about(summit("2024-05-21"), summit("2024-05-22"))))) == 1
    assert len(ids(load(*articles_about(summit("2024-05-21"), summit("2025-05-20"))))) == 2


def test_an_acronym_and_a_full_name_meet_where_an_article_gives_both() -> None:
    alone = articles_about(organization("NATO", times=2), organization("North Atlantic Treaty Organization"))
    assert len(ids(load(*alone))) == 2
    bridge = document("bridge", [organization("NATO", "North Atlantic Treaty Organisation")])
    assert ids(load(*alone, bridge)) == ["organization:nato"]


def test_an_acronym_of_two_bodies_stays_alone() -> None:
    chains = (
        organization("European Central Bank", "ECB"),
        organization("England Cricket Board", "ECB"),
        organization("ECB"),
    )
    assert len(ids(load(*articles_about(*chains)))) == 3


def test_the_leading_article_does_not_tell_organizations_apart() -> None:
    assert len(ids(load(*articles_about(organization("The Pentagon"), organization("Pentagon"))))) == 1


def test_places_of_two_countries_are_two_and_both_carry_a_suffix() -> None:
    ledger = load(*articles_about(place("Paris", country_code="FR"), place("Paris", country_code="US")))
    assert len(ids(ledger)) == 2
    assert all(id_.startswith("place:paris-") and len(id_) == len("place:paris-") + 6 for id_ in ids(ledger))
    ledger.load(drop=["article:a1"])
    assert ids(ledger) == ["place:paris"]


def test_an_old_id_redirects_to_where_its_members_went_until_it_is_used_again() -> None:
    ledger = load(*articles_about(place("Paris", country_code="FR")))
    ledger.load(document("texas", [place("Paris", country_code="US")]))
    (french,) = (id_ for id_ in ids(ledger) if ledger.entity[id_].traits.country_code == "FR")
    assert ledger.redirect == {"place:paris": (french,)}
    ledger.load(drop=["article:texas"])
    assert ledger.redirect == {french: ("place:paris",)}


def test_two_spellings_with_one_identifier_are_one_place() -> None:
    uri = ("https://www.wikidata.org/wiki/Q1899",)
    ledger = load(*articles_about(place("Kyiv", same_as=uri), place("Kiev", same_as=uri), place("Kyiv", same_as=uri)))
    assert ids(ledger) == ["place:kyiv"]


def test_a_name_without_a_latin_letter_still_has_an_id() -> None:
    (id_,) = ids(load(*articles_about(place("北京"))))
    assert id_.startswith("place:")
    assert len(id_) > len("place:")


def test_an_id_that_an_import_holds_is_not_given_to_an_extracted_entity() -> None:
    ledger = MemoryLedger({"place:lisbon"})
    ledger.load(*articles_about(place("Lisbon")))
    (id_,) = ids(ledger)
    assert id_.startswith("place:lisbon-")
