"""The governance kit: every paper as DOCX and PDF, filled in as far as the register knows, opened again."""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pypdf
import pytest

from assistant.documents.read import read_text
from assistant.domain.organisation import Organisation
from assistant.domain.register_command import Assess, DraftNotice
from assistant.register.kit import papers
from assistant.testing_register import ASSESSMENT, NOTICE, World

DAY = date(2026, 11, 18)


def firm(world: World) -> Organisation:
    return next(each for each in world.core.service.organisations() if each.id == "ours")


def test_every_paper_is_there_in_both_formats_and_can_be_opened(world: World, tmp_path: Path) -> None:
    world.do(DraftNotice(notice=NOTICE))
    packed = zipfile.ZipFile(io.BytesIO(world.core.service.kit(firm(world), "zh-TW")))
    names = packed.namelist()
    page = packed.read("index.html").decode()

    assert len(names) == 17
    assert set(re.findall(r'href="([^"]+)"', page)) == set(names) - {"index.html"}
    notice = packed.extract("02-notice-planner.docx", tmp_path)
    assert "看出勤紀錄。" in read_text(Path(notice))
    for name in (each for each in names if each.endswith(".pdf")):
        assert pypdf.PdfReader(io.BytesIO(packed.read(name))).pages[0].extract_text().strip(), name


@pytest.mark.parametrize("language", ["zh-TW", "en"])
def test_papers_are_filled_in_as_far_as_is_known(world: World, language: str) -> None:
    world.do(DraftNotice(notice=NOTICE))
    world.do(Assess(assessment=ASSESSMENT.but(answers={"role": ("informs",), "decisions": ("scheduling", "pay"), "purpose": ("平均分配",)})))
    service = world.core.service
    made = {paper.name: paper for paper in papers(service.register, service.deps, firm(world), language, DAY)}

    assert made["02-notice-planner"].letter.blocks[0].text.endswith({"zh-TW": "排班系統", "en": "Planner"}[language])
    assert "平均分配" in made["01-aial-planner"].letter.text
    assert {"zh-TW": "排班；薪酬或獎金", "en": "scheduling; pay or bonus"}[language] in made["01-aial-planner"].letter.text
    assert {"zh-TW": "陳柏安", "en": "Chen Po-an"}[language] in made["03-appeal"].letter.text
    assert all("{" not in paper.letter.text for paper in made.values())


def test_a_firm_without_a_system_gets_blank_papers(world: World) -> None:
    service = world.core.service
    other = next(each for each in service.organisations() if each.id == "theirs")

    made = papers(service.register, service.deps, other, "en", DAY)

    assert [paper.name for paper in made][:3] == ["01-aial", "02-notice", "03-appeal"]
    assert "system_name" in made[0].letter.missing


def test_a_name_that_looks_like_markup_stays_text(world: World) -> None:
    odd = firm(world).but(name={"en": "<script>alert(1)</script> & Co"})

    page = zipfile.ZipFile(io.BytesIO(world.core.service.kit(odd, "en"))).read("index.html").decode()

    assert "<script>" not in page
    assert "&lt;script&gt;" in page
