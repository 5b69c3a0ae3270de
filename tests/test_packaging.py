"""What a newcomer and a container are told to run exists, the locks are whole, and the wheel carries all that the code reads."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import PREFIX, Settings

ROOT = Path(__file__).parent.parent
PACKAGES = ("assistant", "channels", "corpus", "evals")
LOCKS = ("requirements.lock", "requirements-dev.lock")
MACHINE_PATH = re.compile(r"(?<![\w./:~-])/(?:work|root|home|Users|mnt)/[\w.]")
"""A folder of somebody's machine, not the path of a web page."""
TEXT = {"", ".cfg", ".css", ".html", ".js", ".json", ".lock", ".mako", ".md", ".po", ".py", ".svg", ".toml", ".txt", ".yaml", ".yml"}


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _files(folder: Path = ROOT) -> Iterator[Path]:
    left_out = {line.strip("/*\n") for line in _read(".gitignore").splitlines()} | {".git"}
    for path in sorted(folder.iterdir()):
        if path.name in left_out or path.suffix == ".egg-info":
            continue
        if path.is_dir():
            yield from _files(path)
        else:
            yield path


def _targets() -> set[str]:
    makefile = _read("Makefile")
    values = dict(re.findall(r"^(\w+) := (.*)$", makefile, re.MULTILINE))
    names = re.findall(r"^([^\s#:=]+):(?!=)", makefile, re.MULTILINE)
    return {re.sub(r"\$\((\w+)\)", lambda found: values[found[1]].replace("$(VENV)", values["VENV"]), name) for name in names}


def _packages(lock: str) -> list[tuple[str, str]]:
    """Return what a lock pins, each with the lines below it."""
    return re.findall(r"^([A-Za-z0-9][^\s\\]*)[^\n]*\n((?:[ \t]+[^\n]*\n?)*)", _read(lock), re.MULTILINE)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the tree, as `make` installs it: without isolation and without a network."""
    tree, out = tmp_path_factory.mktemp("tree"), tmp_path_factory.mktemp("wheel")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    build = f"from setuptools import build_meta; build_meta.build_wheel({str(out)!r})"
    built = subprocess.run([sys.executable, "-c", build], cwd=tree, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr[-2000:]
    return next(out.glob("*.whl"))


def test_the_wheel_carries_every_file_of_the_packages(wheel: Path) -> None:
    carried = set(zipfile.ZipFile(wheel).namelist())

    wanted = {path.relative_to(ROOT).as_posix() for package in PACKAGES for path in _files(ROOT / package)}

    assert {Path(name).suffix for name in wanted} >= {".css", ".html", ".js", ".mako", ".md", ".npz", ".po", ".py", ".yaml"}
    assert wanted - carried == set()
    assert any(name.endswith("licenses/LICENSE") for name in carried)


def test_an_installed_wheel_finds_its_own_corpus(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    code = "from assistant.settings import Settings; print(Settings().corpus)"

    told = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(site)}, capture_output=True, text=True, check=True)

    corpus = Path(told.stdout.strip())
    assert corpus == (site / "corpus").resolve()
    assert (corpus / "tw" / "place.yaml").exists()
    assert (corpus / "vectors.npz").exists()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_with_a_hash_and_names_no_index(lock: str) -> None:
    packages = _packages(lock)

    assert len(packages) > 50
    assert [name for name, below in packages if "==" not in name or "--hash=sha256:" not in below] == []
    assert re.search(r"://|^\s*(-i|-f|--index-url|--extra-index-url|--find-links|--trusted-host)\b", _read(lock), re.MULTILINE) is None


def test_the_locks_agree_and_hold_what_the_project_asks_for() -> None:
    run, dev = ({name.split("==")[0]: name for name, _ in _packages(lock)} for lock in LOCKS)
    project = tomllib.loads(_read("pyproject.toml"))["project"]

    def missing(wanted: list[str], lock: dict[str, str]) -> list[str]:
        names = [re.split(r"[\[<>=!~; ]", each)[0] for each in wanted]
        return [name for name in names if re.sub(r"[-_.]+", "-", name).lower() not in lock]

    assert set(run.values()) - set(dev.values()) == set()
    assert missing(project["dependencies"], run) == []
    assert missing(project["optional-dependencies"]["dev"], dev) == []


def test_the_makefile_names_files_and_commands_that_exist() -> None:
    makefile = _read("Makefile")

    commands = set(re.findall(r"\$\(BIN\)/(\w[\w-]*)", makefile)) - {"uv"}
    files = set(re.findall(r"(?<![\w./-])((?:requirements|pyproject|corpus)[./-][\w./-]+)", makefile))

    assert [name for name in sorted(commands) if not (Path(sys.executable).parent / name).exists()] == []
    assert files == {"corpus/demo", "pyproject.toml", *LOCKS}
    assert [name for name in sorted(files) if not (ROOT / name).exists()] == []
    assert re.search(r"^UV_VERSION := \d+\.\d+\.\d+$", makefile, re.MULTILINE)
    assert {"run", "test", "check", "setup"} <= _targets()


def test_continuous_integration_runs_check_and_test_and_nothing_else() -> None:
    lines = _read(".ci/run").splitlines()

    assert lines == ["#!/bin/sh", "set -eu", 'cd "$(dirname "$0")/.."', "make check", "make test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_the_dockerfile_names_paths_targets_and_settings_that_exist() -> None:
    dockerfile = _read("Dockerfile")

    copied = [name for line in re.findall(r"^COPY (?:--\S+ )*(.*)$", dockerfile, re.MULTILINE) for name in line.split()[:-1]]
    targets = re.findall(r"\bmake ([.\w/-]+)$", dockerfile, re.MULTILINE) + re.findall(r'^CMD \["make", "(\w+)"\]$', dockerfile, re.MULTILINE)
    settings = re.findall(rf"\b{PREFIX}(\w+)=", dockerfile)

    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert targets == [".venv/.run", "setup", "run"]
    assert set(targets) <= _targets()
    assert [name for name in settings if name.lower() not in Settings.model_fields] == []
    assert "/healthz" in dockerfile
    assert '"/healthz"' in _read("channels/app.py")


def test_the_container_runs_as_a_user_of_its_own_and_takes_no_state_along() -> None:
    before, _, after = _read("Dockerfile").partition("\nUSER recourse\n")
    left_out = _read(".dockerignore").splitlines()

    assert "useradd" in before
    assert "USER" not in after
    assert {".git", ".venv", ".recourse"} <= set(left_out)


def test_no_file_names_a_folder_of_somebodys_machine_or_a_package_index() -> None:
    index = re.compile("pypi[.]org/simple|index[-_]url *=|/simple/?[\"']")
    found = []
    for path in _files():
        if path.suffix in TEXT and path.name != Path(__file__).name:
            text = path.read_text(encoding="utf-8")
            found += [f"{path.relative_to(ROOT)}: {hit[0]}" for pattern in (MACHINE_PATH, index) for hit in pattern.finditer(text)]

    assert found == []


def test_the_licence_is_the_one_that_the_project_names() -> None:
    licence = _read("LICENSE")

    assert tomllib.loads(_read("pyproject.toml"))["project"]["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
