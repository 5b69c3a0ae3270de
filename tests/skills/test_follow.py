"""What is known about a letter that went out: nobody is called late too early, and a next letter starts with the facts."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.skills.follow import asks, carried, next_letter, opened, own_clocks, their_clocks
from assistant.testing_letters import carried_matter, desk, drafting, example, record, sent_letter


@settings(max_examples=40, deadline=None)
@given(st.dates(date(2020, 1, 1), date(2027, 6, 1)), st.sampled_from(["tw/appeal", "tw/data-access", "tw/data-correction", "tw/complaint-conditions"]))
def test_nobody_is_asked_after_before_every_argument_for_more_time_is_gone(received: date, template: str) -> None:
    sent = sent_letter(template, sent_on=(received - timedelta(days=1)).isoformat(), received_on=received.isoformat())

    for clock, day in zip(their_clocks(sent, desk()), asks(sent, desk()), strict=False):
        assert day > clock.reckoning.latest_arguable_day


def test_a_day_that_the_letter_itself_names_is_waited_for() -> None:
    sent = sent_letter("tw/bargaining-data")

    named = sent.but(draft=example("tw/appeal", reply_by="2026-12-24"))

    assert date(2026, 12, 25) in asks(named, desk())


def test_without_any_clock_a_month_is_waited() -> None:
    sent = sent_letter("tw/joint-letter").but(draft=example("tw/joint-letter", reply_by=None).but(template="tw/individual-explanation"))

    assert asks(sent, desk()) == (date(2026, 12, 4),)


def test_unknown_receipt_of_mail_waits_a_week_and_a_wire_counts_at_once() -> None:
    assert sent_letter("tw/appeal", received_on=None).counted_from == date(2026, 11, 9)
    assert sent_letter("tw/appeal", sent_by="email", received_on=None).counted_from == date(2026, 11, 2)


def test_what_an_answer_opens_is_data() -> None:
    refused = record("common/answer", outcome="refused", answered_on="2026-11-20")

    found = opened(sent_letter("tw/data-access", refused), "refused", desk())

    assert found.passages[0] == "tw/data/refused"
    assert opened(sent_letter("tw/data-access"), None, desk()).letters == ()


def test_a_next_letter_takes_over_what_means_the_same_and_leaves_what_does_not() -> None:
    known = {found.field: found.values for found in carried(example("tw/appeal"), drafting().templates["tw/complaint-conditions"], desk())}

    assert known["company"] == example("tw/appeal").values("employer")
    assert known["story"] == example("tw/appeal").values("story")
    assert "reply_by" not in known
    assert "grounds" not in known


def test_a_reminder_knows_the_first_letter_its_days_and_what_it_asked_for() -> None:
    known = {found.field: found.values[0] for found in next_letter(carried_matter(sent_letter("tw/data-access")), "tw/reminder", "zh-TW", desk())}

    assert known["first_sent_on"] == "2026-11-02"
    assert known["first_kind"] == "access"
    assert known["first_due_on"] == "2026-11-18"


def test_a_complaint_about_a_refused_data_request_follows_it_and_starts_with_its_days() -> None:
    asked = sent_letter("tw/data-access")
    reminded = sent_letter("tw/reminder")

    for outcome in ("refused", "silent", "partly"):
        assert "tw/data-refused" in opened(asked, outcome, desk()).letters
    known = {found.field: found.values[0] for found in next_letter(carried_matter(asked, reminded), "tw/data-refused", "zh-TW", desk())}
    assert known["company"].startswith("晨星物流股份有限公司")
    assert (known["first_kind"], known["first_sent_on"], known["first_received_on"]) == ("access", "2026-11-02", "2026-11-03")


def test_no_complaint_about_data_follows_a_reminder_of_something_else() -> None:
    reminded = sent_letter("tw/reminder")
    other = reminded.but(draft=example("tw/reminder", first_kind="asked"))

    assert "tw/data-refused" in opened(reminded, "silent", desk()).letters
    assert "tw/data-refused" not in opened(other, "silent", desk()).letters


def test_a_reminder_names_no_due_day_that_rests_on_a_guess() -> None:
    known = {found.field for found in next_letter(carried_matter(sent_letter("tw/data-access", received_on=None)), "tw/reminder", "zh-TW", desk())}

    assert "first_due_on" not in known


def test_clocks_that_run_against_the_sender_are_told_apart() -> None:
    sent = sent_letter("tw/appeal")

    assert {clock.rule.id for clock in their_clocks(sent, desk())} == {"pdpa-access-reply", "pdpa-correction-reply", "asked-reply"}
    assert own_clocks(sent, desk()) == ()
