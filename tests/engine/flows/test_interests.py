"""An interest takes somebody off a case: nobody whom the case is about can use it, or read it."""

from collections.abc import Mapping

import pytest
from sqlalchemy import select

from engine.casework.vocabulary import Relation
from engine.db.tables import case_file, case_relation, interest
from engine.errors import InvalidAnswers, NotAllowed, NotFound
from engine.flows import interests
from engine.office import Office
from engine.queries import register_of_people
from tests.stories import TRIAGE, do, logged, somebody

FRIEND = {"person": "3", "what": "They are friends."}
OSCAR = "2"


def _about_oscar(office: Office) -> str:
    """A complaint about one of the complaints officers; Mara answers it."""
    reference = logged(office)
    do(office, "olive", reference, "triage", {**TRIAGE, "complained_about_1": OSCAR})
    return reference


def _managers(office: Office, reference: str) -> list[int]:
    r = case_relation.c
    query = select(r.person_id).join(case_file, case_file.c.id == r.case_id).where(case_file.c.reference == reference)
    with office.database.reading() as connection:
        return list(connection.execute(query.where(r.relation == Relation.ALLOCATED_MANAGER.value)).scalars())


def _refusal(office: Office, by: str, typed: Mapping[str, str]) -> dict[str, str]:
    with pytest.raises(InvalidAnswers) as refused:
        interests.declare(office, somebody(office, by), {**FRIEND, **typed})
    return dict(refused.value.errors)


def _declared(office: Office, **about: str) -> int:
    interests.declare(office, somebody(office, "olive"), {**FRIEND, **about})
    with office.database.reading() as connection:
        return int(connection.execute(select(interest.c.id).order_by(interest.c.id.desc()).limit(1)).scalar_one())


def test_a_case_that_is_not_theirs_to_see_is_no_case_to_them(office: Office) -> None:
    reference = _about_oscar(office)
    for by in ("oscar", "ada"):
        assert _refusal(office, by, {"about_case": reference})["about_case"] == f"There is no case {reference}"
        assert _refusal(office, by, {"about_case": "HRD-99-9999"})["about_case"] == "There is no case HRD-99-9999"
    assert _managers(office, reference) == [3]


@pytest.mark.parametrize("about", [{"about_service": "1"}, {"about_person": OSCAR}])
def test_whoever_is_complained_about_takes_nobody_off_their_case(office: Office, about: dict[str, str]) -> None:
    reference = _about_oscar(office)
    assert _refusal(office, "oscar", about) == {next(iter(about)): interests.ASK}
    assert _managers(office, reference) == [3]
    interests.declare(office, somebody(office, "olive"), {**FRIEND, **about})
    assert _managers(office, reference) == []


def test_one_colleague_more_complained_about_is_no_way_round(office: Office) -> None:
    reference = logged(office)
    do(office, "olive", reference, "triage", {**TRIAGE, "complained_about_1": OSCAR, "complained_about_2": "4"})
    assert _refusal(office, "oscar", {"about_person": "4"}) == {"about_person": interests.ASK}


def test_an_interest_in_oneself_is_recorded_by_somebody_else_whether_or_not_there_is_a_case(office: Office) -> None:
    assert _refusal(office, "oscar", {"about_person": OSCAR}) == {"about_person": interests.ASK}


def test_nobody_reads_of_a_case_that_is_not_theirs_or_of_an_interest_in_themselves(office: Office) -> None:
    reference = _about_oscar(office)
    _declared(office, about_case=reference)
    _declared(office, about_person=OSCAR)
    _declared(office, about_service="2")
    seen = {by: register_of_people.interests(office, somebody(office, by)) for by in ("olive", "oscar", "ada")}
    assert [each.about for each in seen["olive"]] == [reference, "Oscar Officer", "Disabled children"]
    assert [each.about for each in seen["oscar"]] == ["Disabled children"]
    assert [each.about for each in seen["ada"]] == ["Oscar Officer", "Disabled children"]


def test_an_interest_that_bars_a_friend_is_not_ended_by_whoever_it_protects_against(office: Office) -> None:
    reference = _about_oscar(office)
    oscar = somebody(office, "oscar")
    for about in ({"about_case": reference}, {"about_person": OSCAR}):
        with pytest.raises(NotFound):
            interests.end(office, oscar, _declared(office, **about))
    of_service = _declared(office, about_service="1")
    with pytest.raises(NotAllowed):
        interests.end(office, oscar, of_service)
    interests.end(office, somebody(office, "olive"), of_service)
