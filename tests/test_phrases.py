"""Words on the screen: by id and language, with plurals; what one catalogue lacks is said in English."""

from pathlib import Path

import pytest

from assistant.errors import UnknownLanguage
from assistant.phrases import Phrases

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {plural};\\n"\n"X-Scope: {scope}\\n"\n\n'
ENGLISH = HEAD.format(plural="nplurals=2; plural=(n != 1)", scope="all") + (
    'msgid "hello"\nmsgstr "Hello {name}"\n\nmsgid "only"\nmsgstr "Only here"\n\n'
    'msgid "days"\nmsgid_plural "days"\nmsgstr[0] "{count} day"\nmsgstr[1] "{count} days"\n'
)
VIETNAMESE = (
    HEAD.format(plural="nplurals=1; plural=0", scope="card")
    + 'msgid "hello"\nmsgstr "Chào {name}"\n\nmsgid "days"\nmsgid_plural "days"\nmsgstr[0] "{count} ngày"\n'
)


@pytest.fixture
def say(tmp_path: Path) -> Phrases:
    """Two languages, one of which says only what a card needs."""
    (tmp_path / "more").mkdir()
    (tmp_path / "en.po").write_text(ENGLISH, encoding="utf-8")
    (tmp_path / "vi.po").write_text(VIETNAMESE, encoding="utf-8")
    (tmp_path / "more" / "en.po").write_text(HEAD.format(plural="nplurals=2; plural=(n != 1)", scope="all") + 'msgid "more"\nmsgstr "More"\n', encoding="utf-8")
    return Phrases(tmp_path)


def test_a_phrase_is_said_in_its_language_with_its_values(say: Phrases) -> None:
    assert say("hello", "en", name="{Mei}") == "Hello {Mei}"
    assert say("hello", "vi", name="Mei") == "Chào Mei"


def test_a_count_chooses_its_form(say: Phrases) -> None:
    assert [say("days", "en", count=count) for count in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert say("days", "vi", count=1) == "1 ngày"


def test_what_a_language_does_not_say_is_said_in_english(say: Phrases) -> None:
    assert say("only", "vi") == "Only here"


def test_catalogues_of_one_language_are_read_together(say: Phrases) -> None:
    assert say("more", "en") == "More"


def test_only_a_whole_catalogue_makes_a_language_whole(say: Phrases) -> None:
    assert say.full == ("en",)


def test_an_unknown_language_and_an_unknown_phrase_are_told(say: Phrases) -> None:
    with pytest.raises(UnknownLanguage):
        say("hello", "tlh", name="x")
    with pytest.raises(KeyError):
        say("unheard", "en")


def test_a_value_that_was_forgotten_is_told(say: Phrases) -> None:
    with pytest.raises(KeyError):
        say("hello", "en")


def test_the_shipped_languages_begin_with_those_of_the_law() -> None:
    assert {"zh-TW", "en"} <= set(Phrases().full)
