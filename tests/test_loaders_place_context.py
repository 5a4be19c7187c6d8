"""Which place, or whether a place, a name means: each rule with the sentence that it reads and one that it must not."""

import pytest

from graph.ontology import EntityKind, PlaceType
from tests.extraction import names, read


def places(body: str) -> set[tuple[str, PlaceType | None, str | None]]:
    return {
        (chain.name, chain.traits.place_type, chain.traits.country_code)
        for chain in read(body).chains
        if chain.kind is EntityKind.PLACE and chain.mentions
    }


@pytest.mark.parametrize(
    ("body", "country"),
    [
        ("The rodeo of Paris, Texas, drew visitors.", "US"),
        ("Texas Governor Bill Odom opened a fair in Paris on Thursday.", "US"),
        ("French Culture Minister Claire Roux opened a fair in Paris on Thursday.", "FR"),
        ("A fair opened in Paris on Thursday.", "FR"),
    ],
)
def test_a_city_is_the_one_of_a_country_that_the_article_names(body: str, country: str) -> None:
    assert ("Paris", PlaceType.CITY, country) in places(body)


def test_georgia_is_a_state_where_the_article_speaks_of_the_united_states_alone() -> None:
    assert ("Georgia", PlaceType.REGION, "US") in places("Farmers in Georgia fear frost. The US state grows peaches.")
    assert ("Georgia", PlaceType.COUNTRY, "GE") in places("Thousands protested in Tbilisi. Georgia thanked the US.")


def test_washington_is_a_state_a_city_a_government_or_a_person() -> None:
    assert ("Washington", PlaceType.REGION, "US") in places("Fires burned in Washington state on Thursday.")
    assert ("Washington", PlaceType.CITY, "US") in places("Thousands came to a festival in Washington on Thursday.")
    assert ("United States", PlaceType.COUNTRY, "US") in places("Washington imposed sanctions on Belarus on Tuesday.")
    document = read("The coach Lena Washington joined the club. Washington comes from Ohio.")
    assert names(document, EntityKind.PERSON) == ["Lena Washington"]
    assert "Washington" not in names(document, EntityKind.PLACE)


def test_a_capital_acts_as_a_state_only_as_the_subject_of_what_states_do() -> None:
    assert ("Belarus", PlaceType.COUNTRY, "BY") in places("Minsk accused the envoy on Tuesday.")
    assert ("Minsk", PlaceType.CITY, "BY") in places("Minsk hosted the games on Tuesday.")


def test_a_metonym_is_no_name_of_its_country() -> None:
    document = read("Washington imposed sanctions on Belarus on Tuesday.")
    (state,) = (chain for chain in document.chains if chain.name == "United States")
    assert "Washington" not in state.names
    assert [mention.surface for mention in state.mentions] == ["Washington"]


def test_a_surname_after_a_preposition_of_place_is_the_place() -> None:
    document = read("Jim Jordan went to the airport. He landed in Jordan on Tuesday.")
    assert "Jordan" in names(document, EntityKind.PLACE)


@pytest.mark.parametrize(
    ("title", "body", "person"),
    [
        ("Stoltenberg praises Riga", "Mr Stoltenberg said on Thursday that the talks had been useful.", "Stoltenberg"),
        ("News", "Mr Montenegro spoke in Lisbon on Thursday.", "Montenegro"),
        ("Hodge returns", "Mr Hodge, the British science minister, returned to Cambridge on Tuesday.", "Hodge"),
    ],
)
def test_who_bears_an_honorific_is_a_person_in_the_whole_article(title: str, body: str, person: str) -> None:
    document = read(body, title=title)
    assert person in names(document, EntityKind.PERSON)
    others = [chain for chain in document.chains if chain.kind is not EntityKind.PERSON and chain.mentions]
    assert person not in {chain.name for chain in others}


def test_a_known_body_or_city_is_none_because_a_person_bears_the_name_elsewhere() -> None:
    document = read("Joe Lisbon met NATO officials in Lisbon on Thursday.")
    assert "Lisbon" in names(document, EntityKind.PLACE)
    assert "NATO" in names(document, EntityKind.ORGANIZATION)
