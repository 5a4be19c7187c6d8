"""What the rules read of people, roles, organizations, places and events, and what they must not."""

import pytest

from graph.ontology import EntityKind, EventType, Medium, Origin, ParticipantRole, PlaceType, RelationType
from tests.extraction import claims, facts, names, read, sentence

PERSON, ORGANIZATION, PLACE, EVENT = (
    EntityKind.PERSON,
    EntityKind.ORGANIZATION,
    EntityKind.PLACE,
    EntityKind.EVENT,
)


@pytest.mark.parametrize(
    ("text", "person", "title", "owner"),
    [
        ("NATO Secretary General Jens Stoltenberg spoke.", "Jens Stoltenberg", "Secretary General", "NATO"),
        ("Latvian Prime Minister Evika Siliņa spoke.", "Evika Siliņa", "Prime Minister", "Latvia"),
        ("The NATO Secretary General, Jens Stoltenberg, spoke.", "Jens Stoltenberg", "Secretary General", "NATO"),
        ("Sweden's prime minister, Ulf Kristersson, spoke.", "Ulf Kristersson", "prime minister", "Sweden"),
        ("Maria Huber, director of the Alpine Institute, spoke.", "Maria Huber", "director", "Alpine Institute"),
        ("Hannah Weiss, 45, director of the Weber Institute, spoke.", "Hannah Weiss", "director", "Weber Institute"),
        ("Bank of Japan Governor Kazuo Ueda spoke.", "Kazuo Ueda", "Governor", "Bank of Japan"),
        ("Okoro Steel chief executive Ngozi Okoro spoke.", "Ngozi Okoro", "chief executive", "Okoro Steel"),
        ("Chilean Education Minister Nicolás Cataldo spoke.", "Nicolás Cataldo", "Education Minister", "Chile"),
        (
            "Sofia Lindqvist was appointed rector of Uppsala University.",
            "Sofia Lindqvist",
            "rector",
            "Uppsala University",
        ),
        ("Nokia named Justin Hotard as chief executive.", "Justin Hotard", "chief executive", "Nokia"),
        ("Grace Adeyemi, who heads the Lagos Port Authority, spoke.", "Grace Adeyemi", "head", "Lagos Port Authority"),
        ("Foreign Minister Penny Wong of Australia spoke.", "Penny Wong", "Foreign Minister", "Australia"),
        (
            "In Kyiv, Ukraine, President Volodymyr Zelenskyy spoke for Ukraine.",
            "Volodymyr Zelenskyy",
            "President",
            "Ukraine",
        ),
    ],
)
def test_an_office_is_read_with_its_holder_and_owner(text: str, person: str, title: str, owner: str) -> None:
    document = read(text)
    assert (person, owner) in facts(document, RelationType.HOLDS_ROLE)
    assert [claim.role_title for claim in claims(document, RelationType.HOLDS_ROLE)] == [title]


def test_a_former_office_is_marked_so() -> None:
    (claim,) = claims(read("Former U.S. President Jimmy Carter spoke."), RelationType.HOLDS_ROLE)
    assert claim.former


def test_an_office_of_one_of_two_countries_is_left_out() -> None:
    document = read("President Karl Weber discussed France and Spain.")
    assert facts(document, RelationType.HOLDS_ROLE) == set()


def test_a_counterpart_holds_the_same_office() -> None:
    document = read(
        "Swedish Prime Minister Ulf Kristersson and his Danish counterpart Mette Frederiksen held talks in Malmö."
    )
    assert ("Mette Frederiksen", "Denmark") in facts(document, RelationType.HOLDS_ROLE)
    assert facts(document, RelationType.MET) == {("Ulf Kristersson", "Mette Frederiksen")}


def test_partial_names_titles_and_spellings_are_one_person() -> None:
    document = read(
        "NATO Secretary General Jens Stoltenberg welcomed Latvian Prime Minister Evika Siliņa. "
        "Mr Stoltenberg thanked Prime Minister Siliņa. Stoltenberg spoke of the Alliance.",
        title="Stoltenberg meets Silina",
    )
    assert names(document, PERSON) == ["Jens Stoltenberg", "Evika Siliņa"]
    assert names(document, ORGANIZATION) == ["NATO"]


def test_namesakes_stay_apart_and_a_title_tells_them_apart() -> None:
    document = read("Senator John Kelly met Governor Anna Kelly in Boston. Governor Kelly left early.")
    first, second = (chain for chain in document.chains if chain.kind is PERSON)
    assert (first.name, len(first.mentions)) == ("John Kelly", 1)
    assert (second.name, len(second.mentions)) == ("Anna Kelly", 2)


def test_a_name_with_particles_is_whole() -> None:
    document = read("European Commission President Ursula von der Leyen spoke. Von der Leyen left.")
    assert names(document, PERSON) == ["Ursula von der Leyen"]


def test_an_acronym_in_brackets_is_the_same_organization() -> None:
    document = read("The National Health Agency (NHA) met in Accra on Monday. The NHA will meet again.")
    (agency,) = (chain for chain in document.chains if chain.kind is ORGANIZATION)
    assert (agency.name, agency.names) == ("National Health Agency", ("NHA",))


def test_a_pronoun_goes_to_the_last_subject() -> None:
    document = read("Clara Voss visited Brussels on Monday. She met Finance Minister Vincent Van Peteghem in Ghent.")
    assert facts(document, RelationType.MET) == {("Clara Voss", "Vincent Van Peteghem")}


def test_the_two_are_the_people_last_joined() -> None:
    document = read("Emma Stone and Karl Weber arrived on Monday. The two met at Zahran Palace.")
    assert facts(document, RelationType.MET) == {("Emma Stone", "Karl Weber")}


def test_a_place_has_its_country_coordinates_and_identifier_from_the_gazetteer() -> None:
    document = read("Emma Stone visited Lisbon on Monday.")
    lisbon, portugal = (chain for chain in document.chains if chain.kind is PLACE)
    assert (lisbon.name, lisbon.traits.place_type, lisbon.traits.country_code) == ("Lisbon", PlaceType.CITY, "PT")
    assert lisbon.same_as == ("https://sws.geonames.org/2267057/",)
    assert lisbon.traits.latitude == pytest.approx(38.7, abs=0.1)
    assert (portugal.name, portugal.mentions) == ("Portugal", ())
    (background,) = (claim for claim in document.claims if claim.origin is Origin.GAZETTEER)
    assert background.type is RelationType.LOCATED_IN
    assert (background.start_offset, background.end_offset, background.confidence) == (None, None, 1.0)


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("The talks in Paris, Texas, ended on Monday.", "Paris", "US"),
        ("The talks in Paris ended on Monday.", "Paris", "FR"),
        ("The talks in Kiev ended on Monday.", "Kyiv", "UA"),
        ("The talks in Valparaiso ended on Monday.", "Valparaíso", "CL"),
        ("Talks were held in Washington on Monday.", "Washington", "US"),
    ],
)
def test_the_right_city_of_a_name_is_chosen(text: str, place: str, country: str) -> None:
    found = next(chain for chain in read(text).chains if chain.kind is PLACE)
    assert (found.name, found.traits.country_code, found.traits.place_type) == (place, country, PlaceType.CITY)


@pytest.mark.parametrize(
    "text", ["He was Reading a paper.", "Michael Jordan retired.", "It was a Nice day.", "They told us."]
)
def test_a_word_or_a_person_is_no_place(text: str) -> None:
    assert names(read(text), PLACE) == []


def test_containment_is_read_from_text_and_never_from_lists() -> None:
    document = read("The symposium opened in Lisbon, Portugal, on Monday at NATO Headquarters in Brussels.")
    assert facts(document, RelationType.LOCATED_IN) == {("Lisbon", "Portugal"), ("NATO Headquarters", "Brussels")}
    document = read("He visited France, Spain and Portugal. She saw Paris, Madrid and Lisbon.")
    assert facts(document, RelationType.LOCATED_IN) == set()


def test_where_a_company_is_based_is_read_from_its_adjective() -> None:
    document = read("Brussels-based start-up Lumenta opened an office.")
    assert facts(document, RelationType.LOCATED_IN) == {("Lumenta", "Brussels")}


def test_a_dateline_is_a_place_and_no_part_of_the_sentence() -> None:
    document = read("KYIV, Ukraine (AP) — Emma Stone met Karl Weber on Monday.")
    assert names(document, PLACE) == ["Kyiv", "Ukraine"]
    (met,) = claims(document, RelationType.MET)
    assert sentence(document, met) == "Emma Stone met Karl Weber on Monday."


def test_an_event_has_type_date_medium_place_and_people_in_their_roles() -> None:
    document = read(
        "Kenyan President William Ruto hosted the African Food Summit in Nairobi on Monday, chaired by Mary Robinson."
    )
    (event,) = (chain for chain in document.chains if chain.kind is EVENT)
    assert (event.name, event.traits.event_type, event.traits.start) == (
        "African Food Summit",
        EventType.SUMMIT,
        "2024-03-11",
    )
    assert event.traits.trigger == "summit"
    assert facts(document, RelationType.HELD_AT) == {("African Food Summit", "Nairobi")}
    roles = {claim.role for claim in claims(document, RelationType.PARTICIPATED_IN)}
    assert ParticipantRole.HOST in roles


def test_a_war_has_its_actor_and_its_target() -> None:
    document = read("They discussed Russia's war against Ukraine.")
    (event,) = (chain for chain in document.chains if chain.kind is EVENT)
    assert event.name == "Russia's war against Ukraine"
    roles = {
        (document.chains[claim.source].name, claim.role) for claim in claims(document, RelationType.PARTICIPATED_IN)
    }
    assert roles == {("Russia", ParticipantRole.ACTOR), ("Ukraine", ParticipantRole.TARGET)}


def test_the_meeting_goes_back_to_the_one_before_and_another_starts_anew() -> None:
    document = read(
        "A meeting of Defence Ministers took place in Brussels on Monday. The meeting was chaired by Jens Stoltenberg. "
        "Another meeting of Defence Ministers took place in Riga on Tuesday."
    )
    events = [chain for chain in document.chains if chain.kind is EVENT]
    assert [len(chain.mentions) for chain in events] == [2, 1]


def test_talks_within_a_visit_are_part_of_it() -> None:
    document = read("Jens Stoltenberg visited Kyiv on Monday, in talks with President Volodymyr Zelenskyy.")
    (visit,) = (chain for chain in document.chains if chain.kind is EVENT)
    assert (visit.name, visit.traits.event_type) == ("Visit of Jens Stoltenberg to Kyiv", EventType.VISIT)
    (met,) = claims(document, RelationType.MET)
    assert met.event is not None
    assert document.chains[met.event] is visit


def test_a_call_is_remote() -> None:
    document = read("Chancellor Olaf Scholz held a video call with President Volodymyr Zelenskyy on Monday.")
    (call,) = (chain for chain in document.chains if chain.kind is EVENT)
    assert (call.traits.event_type, call.traits.medium) == (EventType.CONSULT, Medium.REMOTE)


def test_kinds_of_event_in_general_are_no_events() -> None:
    document = read(
        "Each country needs to withstand a natural disaster, failure of infrastructure, or an armed attack. "
        "Such issues can lead to humanitarian disasters, regional tensions and violence."
    )
    assert names(document, EVENT) == []


def test_speakers_of_the_next_sentence_took_part() -> None:
    document = read(
        "The West African Medical Congress opened in Accra on Monday. Professor Kwame Mensah delivered the keynote."
    )
    assert ("Kwame Mensah", "West African Medical Congress") in facts(document, RelationType.PARTICIPATED_IN)


def test_a_text_that_ends_in_the_middle_of_an_apposition_is_read() -> None:
    assert names(read("The talks were led by Hannah Weiss, director"), EntityKind.PERSON) == ["Hannah Weiss"]
