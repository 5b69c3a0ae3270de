"""One row an element, one column a regime; and the four bottom-line rights of a firm."""

from datetime import date

from assistant.domain.document import DocumentState
from assistant.register.portability import Cover, four_rights, table
from assistant.skills.gaps import gaps
from assistant.testing_governance import governance
from assistant.testing_register import ASSESSMENT, NOTICE

CHECKS = governance().checks
DAY = date(2026, 11, 24)


def test_a_text_is_held_against_every_regime() -> None:
    found = table(gaps("Purpose: to share nights evenly.\n\nWeights: speed 60%, accuracy 40%.", "en", CHECKS), CHECKS, DAY)
    cells = {(row.element, cell.regime): cell.cover for row in found.rows for cell in row.cells}

    assert cells[("factors_and_weight", "kr-pipa")] is Cover.COVERED
    assert cells[("data", "eu-pwd")] is Cover.MISSING
    assert cells[("known_limits", "kr-pipa")] is Cover.NOT_ASKED
    assert (found.covered("us-ny"), found.asked("us-ny")) == (2, 4)


def test_regimes_that_begin_later_are_named() -> None:
    assert {"us-co", "us-ca", "eu-ai-act", "eu-pwd", "au"} == set(table(None, CHECKS, DAY).pending)
    assert set(table(None, CHECKS, date(2027, 1, 1)).pending) == {"eu-ai-act"}


def test_the_four_rights_are_read_from_what_is_published_and_signed() -> None:
    notice = NOTICE.but(texts={"en": {"human": "A lead looks.", "appeal": "Desk, 14 days.", "privacy": "Kept 2 years."}})

    assert set(four_rights((notice,), (ASSESSMENT,)).values()) == {False}
    assert four_rights((notice.but(state=DocumentState.PUBLISHED),), ()) == {"notice": True, "review": True, "appeal": True, "data_security": False}
    assert set(four_rights((notice.but(state=DocumentState.PUBLISHED),), (ASSESSMENT.but(state=DocumentState.APPROVED),)).values()) == {True}
