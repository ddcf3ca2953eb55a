"""What a procedure can do by itself can be read by whoever sees the procedures."""

from engine.procedures.blocks import CATALOGUE
from tests.web.reading import said
from tests.web.work import SignIn


def test_every_building_block_is_told_of_with_what_it_is_told(sign_in: SignIn) -> None:
    words = said(sign_in("olive").get("/procedures/building-blocks"))
    for block in CATALOGUE.values():
        assert block.name in words
        assert block.sentence in words
        for each in block.inputs:
            assert f"{each.name} {each.label} {each.type.value.capitalize()}" in words
            assert all(option in words for option in each.options)


def test_the_shelf_of_procedures_leads_there(sign_in: SignIn) -> None:
    assert "/procedures/building-blocks" in sign_in("olive").get("/procedures").text
