"""`recourse org link` and `recourse org widget`: a link, a code to scan, and a tag for other sites."""

from pathlib import Path

from typer.testing import CliRunner

from assistant.commands.organisations import org
from assistant.documents.qr import qr_code


def test_a_code_is_a_picture_in_either_form() -> None:
    assert qr_code("https://recourse.example/?company=demo").startswith(b"<?xml")
    assert qr_code("https://recourse.example/?company=demo", "png").startswith(b"\x89PNG")


def test_the_commands_say_what_they_take() -> None:
    for name in ("link", "widget"):
        shown = CliRunner().invoke(org, [name, "--help"])
        assert shown.exit_code == 0
        assert "ID" in shown.output


def test_another_form_of_code_is_refused(tmp_path: Path) -> None:
    assert CliRunner().invoke(org, ["link", "demo", "--qr", str(tmp_path / "a.gif")], env={"RECOURSE_HOME": str(tmp_path)}).exit_code != 0
