"""Settings come from the environment alone, and every fault is told at once without the key."""

from pathlib import Path

import pytest

from assistant.errors import SettingsInvalid
from assistant.settings import PREFIX, Settings


def test_without_an_environment_there_is_something_to_start_with() -> None:
    settings = Settings.read({})

    assert settings.model is None
    assert settings.corpus.is_dir()
    assert settings.database_url.startswith("sqlite:///")
    assert settings.database_url.endswith("recourse.db")


def test_the_environment_is_read_by_its_prefix_and_nothing_else() -> None:
    settings = Settings.read({"RECOURSE_HOME": "/srv/recourse", "RECOURSE_PORT": "9000", "RECOURSE_MODEL_IS_LOCAL": "true", "HOME": "/root", "PORT": "1"})

    assert (settings.home, settings.port, settings.model_is_local) == (Path("/srv/recourse"), 9000, True)


def test_an_empty_value_is_none_given() -> None:
    assert Settings.read({"RECOURSE_PORT": "", "RECOURSE_MODEL": ""}) == Settings.read({})


def test_a_value_that_is_passed_outweighs_the_environment_and_none_does_not() -> None:
    environment = {"RECOURSE_PORT": "9000"}

    assert Settings.read(environment, port=9001).port == 9001
    assert Settings.read(environment, port=None).port == 9000


def test_every_fault_is_told_at_once_by_its_name() -> None:
    with pytest.raises(SettingsInvalid) as fault:
        Settings.read({"RECOURSE_PORT": "70000", "RECOURSE_MAX_CHARS": "many", "RECOURSE_UNHEARD": "1"})

    assert all(f"{PREFIX}{name}:" in str(fault.value) for name in ("PORT", "MAX_CHARS", "UNHEARD"))


@pytest.mark.parametrize("port", ["-1", "65536", "x"])
def test_a_port_must_be_one(port: str) -> None:
    with pytest.raises(SettingsInvalid, match="RECOURSE_PORT"):
        Settings.read({"RECOURSE_PORT": port})


def test_a_key_is_never_shown() -> None:
    settings = Settings.read({"RECOURSE_MODEL_KEY": "open sesame"})

    assert settings.model_key == "open sesame"
    assert "sesame" not in repr(settings)
    with pytest.raises(SettingsInvalid) as fault:
        Settings.read({"RECOURSE_MODEL_KEY": "open sesame", "RECOURSE_PORT": "x"})
    assert "sesame" not in str(fault.value)


def test_another_database_is_used_as_it_is_named() -> None:
    assert Settings.read({"RECOURSE_DATABASE": "postgresql+psycopg://db/recourse"}).database_url == "postgresql+psycopg://db/recourse"


def test_settings_are_never_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]  # that it is refused is what is tested
