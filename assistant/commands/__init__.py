"""The `recourse` command: subcommands are gathered from the entry-point group `recourse.commands`."""

import sys
from importlib.metadata import entry_points

import typer
from rich.console import Console

from assistant.errors import RecourseError

HELP = "Answers with sources, letters and cases for decisions that AI makes or shapes at work."


def build() -> typer.Typer:
    """Return the command with every registered subcommand."""
    app = typer.Typer(help=HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode="rich")
    app.callback()(_root)  # keeps subcommand names even where there is only one
    for point in sorted(entry_points(group="recourse.commands"), key=lambda point: point.name):
        found = point.load()
        if isinstance(found, typer.Typer):
            app.add_typer(found, name=point.name)
        else:
            app.command(point.name)(found)
    return app


def _root() -> None:
    """Hold the subcommands."""


def main() -> None:
    """Run the command; a failure of ours is one sentence and exit code 2."""
    try:
        build()()
    except RecourseError as problem:
        Console(stderr=True).print(f"recourse: {problem}", style="red", markup=False, highlight=False)
        sys.exit(2)
