"""A reply becomes messages within a channel's limits: nothing is lost, nothing is cut inside a word where it can be helped."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.envelope import Attachment, Choice, Outbound, Reply
from assistant.phrases import Phrases
from channels.base import Limits, Markup, Part
from channels.fit import fit
from channels.split import blocks_of, units, without_tables

SAY = Phrases()
SMALL = Limits(text_units=80, buttons=0, label_units=20)


def outbound(text: str, *actions: Choice, files: tuple[Attachment, ...] = (), language: str = "en") -> Outbound:
    reply = Reply(text=text, actions=actions, language=language)
    return Outbound(id="r", inbound="i", thread="t", channel="c", state="waiting", reply=reply, files=files)


def fitted(text: str, limits: Limits, *actions: Choice) -> tuple[Part, ...]:
    return fit(outbound(text, *actions), limits, SAY)


def test_a_long_text_is_split_at_sentences() -> None:
    parts = fitted("公司要在期限內決定，並且用書面告訴你理由。" * 6, SMALL)

    assert len(parts) > 1
    assert all(units(part.text) <= 80 and part.text.endswith("。") for part in parts)


def test_a_section_keeps_its_title_and_goes_on_without_it() -> None:
    parts = fitted("Yes.\n\n【What you can do now】\n" + "1. Ask in writing for it. " * 6, SMALL)

    assert [part.text.partition("\n")[0] for part in parts[:2]] == ["Yes.", "【What you can do now】"]
    assert len(parts) > 2
    assert all("What you can do" not in part.text for part in parts[2:])


def test_one_word_longer_than_a_message_is_cut_all_the_same() -> None:
    parts = fitted("x" * 200, SMALL)

    assert [len(part.text) for part in parts] == [80, 80, 40]


@given(st.text(alphabet="ab 。.\n中😀", max_size=400))
def test_splitting_loses_nothing_but_white_space(text: str) -> None:
    parts = fitted(text or "?", SMALL)

    assert all(units(part.text) <= 80 for part in parts)
    assert "".join("".join(part.text for part in parts).split()) == "".join((text or "?").split())


def test_buttons_become_numbers_where_there_are_none() -> None:
    parts = fitted("Which?", SMALL, Choice(label="The first", token="a"), Choice(label="The second", token="b"))

    assert parts[-1].text.endswith("#1  The first\n#2  The second")
    assert parts[-1].choices == ()


def test_what_does_not_fit_below_a_message_is_numbered_as_it_stands_among_all() -> None:
    choices = [Choice(label=f"Choice {number}", token=str(number)) for number in range(1, 5)]
    parts = fitted("Which?", SMALL.but(buttons=2, text_units=400), *choices)

    assert [choice.token for choice in parts[-1].choices] == ["1", "2"]
    assert parts[-1].text.endswith("#3  Choice 3\n#4  Choice 4")


def test_buttons_stand_below_the_last_text_and_files_after_it() -> None:
    letter = Attachment(name="letter.pdf", kind="application/pdf", content=b"%PDF")
    parts = fit(outbound("A. " * 60, Choice(label="Go on", token="g"), files=(letter,)), SMALL.but(buttons=5, files_out=True), SAY)

    assert [bool(part.choices) for part in parts] == [False, False, True, False]
    assert parts[-1].file == letter


def test_a_label_that_is_too_long_is_shortened() -> None:
    parts = fitted("?", SMALL.but(buttons=5), Choice(label="A label that is far too long to be a button", token="a"))

    assert parts[0].choices[0].label == "A label that is far…"


def test_what_people_wrote_cannot_become_markup() -> None:
    said = "【Title <b>】\n<script>alert(1)</script> & *bold* _it_ `code` <@U1>"

    html = fitted(said, SMALL.but(markup=Markup.HTML, text_units=400))[0].text
    slack = fitted(said, SMALL.but(markup=Markup.MRKDWN, text_units=400))[0].text

    assert html == "<b>Title &lt;b&gt;</b>\n&lt;script&gt;alert(1)&lt;/script&gt; &amp; *bold* _it_ `code` &lt;@U1&gt;"
    assert "<" not in slack
    assert "*bold*" not in slack


def test_right_to_left_overrides_are_left_out() -> None:
    assert fitted("safe \u202egnihtemos\u202c", SMALL)[0].text == "safe gnihtemos"


def test_a_table_becomes_a_list() -> None:
    lines = ["| Step | By |", "|---|---|", "| Ask | 12 May |", "| Appeal | 1 June |", "After."]

    assert without_tables(lines) == ["• Step: Ask; By: 12 May", "• Step: Appeal; By: 1 June", "After."]


def test_an_empty_reply_is_still_a_message() -> None:
    assert blocks_of("") == []
    assert len(fitted("", SMALL)) == 1
