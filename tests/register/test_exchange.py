"""The register as a file: out and in again, what is refused, and the fields of the UK standard."""

import json

import pytest

from assistant.domain.register_command import DescribeSystem
from assistant.domain.system import Entry
from assistant.errors import BadRequest
from assistant.register.exchange import in_standard, read_systems, to_csv, to_json
from assistant.testing_governance import governance
from assistant.testing_register import ASSESSMENT, NOTICE, SYSTEM, World

FULL = SYSTEM.but(version="2.0", purpose={"zh-TW": "平均分配夜班", "en": 'share, "evenly"\nnights'}, limits={"en": "=HYPERLINK(1)"})


def entries(world: World) -> tuple[Entry, ...]:
    return world.core.service.register.entries("ours")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_what_goes_out_comes_in_again(world: World, form: str) -> None:
    world.do(DescribeSystem(system=FULL))
    text = to_json("ours", entries(world)) if form == "json" else to_csv(entries(world))

    assert read_systems(text, "ours") == (FULL,)


def test_a_cell_that_a_spreadsheet_would_run_is_text(world: World) -> None:
    world.do(DescribeSystem(system=FULL))

    assert "'=HYPERLINK" in to_csv(entries(world))


def test_the_copy_says_which_version_and_what_changed(world: World) -> None:
    world.do(DescribeSystem(system=FULL))
    (system,) = json.loads(to_json("ours", entries(world)))["systems"]

    assert (system["entry"], system["changed"]) == (2, ["version", "purpose", "limits"])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no system"),
        ("{", "readable JSON"),
        ('{"systems": 3}', "no list"),
        ('[{"id": "UPPER CASE", "name": {"en": "x"}}]', "system 1: id"),
        ('[{"id": "a", "name": {"en": "x"}, "colour": 1}]', "system 1: colour"),
        ("id,colour\na,red\n", "unknown column colour"),
        ("id,name.en,starts_on\na,x,soon\n", "system 1: starts_on"),
        (json.dumps([{"id": f"s{number}", "name": {"en": "x"}} for number in range(501)]), "at most 500"),
    ],
)
def test_a_file_that_breaks_its_form_is_told(text: str, told: str) -> None:
    with pytest.raises(BadRequest, match=told):
        read_systems(text, "ours")


def test_an_entry_is_told_in_the_fields_of_the_standard(world: World) -> None:
    world.do(DescribeSystem(system=FULL))
    assessment = ASSESSMENT.but(answers={"sender_name": ("何維倫",)})

    found = in_standard(entries(world)[0], NOTICE, assessment, governance().atrs, "zh-TW")

    assert found["tier-1"]["short_description"] == "平均分配夜班"
    assert found["metadata"]["contact"] == "陳柏安"
    assert found["owner"]["senior_responsible_owner"] == "何維倫"
    assert found["owner"]["terms_of_data_access"] == ""
    assert found["risks"]["impact_assessment"] == "1"
