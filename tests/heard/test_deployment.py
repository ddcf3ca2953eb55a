"""The composed services and the image name only commands, settings and files that exist, and say when they are well."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.heard.house import ROOT

BIN = Path(sys.executable).parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if service["image"] == "heard")
# What the images of other people bring, by their own documentation.
BROUGHT = {
    "postgres": {"pg_isready"},
    "redis": {"valkey-server", "valkey-cli"},
    "mail": {"/mailpit"},
}
OF_ANY_DEBIAN = {"sh", "find", "grep", "python"}


def _words(command: list[str]) -> list[str]:
    """A command as the words that start a program, whether given as a list or for a shell."""
    if command[0] == "CMD-SHELL":
        return [part.split()[0] for part in re.split(r"[|;&]+", command[1]) if part.strip()]
    return [command[1] if command[0] == "CMD" else command[0]]


def _check(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([BIN / "check-jsonschema", *arguments], capture_output=True, text=True)


def test_the_composition_follows_the_compose_specification(tmp_path: Path) -> None:
    checked = _check("--builtin-schema", "vendor.compose-spec", str(ROOT / "docker-compose.yml"))
    assert checked.returncode == 0, checked.stdout


def test_a_misspelt_composition_would_be_noticed(tmp_path: Path) -> None:
    misspelt = tmp_path / "docker-compose.yml"
    misspelt.write_text((ROOT / "docker-compose.yml").read_text().replace("healthcheck:", "helthcheck:"))
    assert _check("--builtin-schema", "vendor.compose-spec", str(misspelt)).returncode == 1


@pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker", "beat", "mail"])
def test_every_lasting_service_says_whether_it_is_well(name: str) -> None:
    check = SERVICES[name]["healthcheck"]
    assert {"test", "interval", "timeout", "retries"} <= check.keys()


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_every_command_exists_in_its_image(name: str) -> None:
    service = SERVICES[name]
    commands = [service["command"]] if "command" in service else []
    commands += [service["healthcheck"]["test"]] if "healthcheck" in service else []
    for command in commands:
        for program in _words(command):
            known = BROUGHT.get(name, set()) | OF_ANY_DEBIAN
            assert program in known or (name in OURS and _is_ours(program)), f"{name}: {program}"


def _is_ours(program: str) -> bool:
    """Whether the runtime dependencies or Heard itself bring this console script."""
    return shutil.which(program, path=str(BIN)) is not None and program in {"heard", "gunicorn", "celery", "python"}


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_nobody_waits_for_a_service_that_is_not_there(name: str) -> None:
    for awaited, how in SERVICES[name].get("depends_on", {}).items():
        assert awaited in SERVICES
        wanted = "healthcheck" if how["condition"] == "service_healthy" else "command"
        assert wanted in SERVICES[awaited]


def test_only_this_machine_is_listened_to() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_no_secret_is_written_down() -> None:
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET", key):
                assert value.startswith("${"), key
                assert ":?" in value, key


def test_every_setting_in_the_composition_is_one_that_heard_reads() -> None:
    known = (ROOT / "heard" / "settings.py").read_text()
    given = {key for name in OURS for key in SERVICES[name]["environment"]}
    assert {key for key in given if key.startswith("HEARD_") and key not in known} == set()


def test_every_named_application_can_be_found() -> None:
    named = {word for name in OURS for word in SERVICES[name]["command"] if re.fullmatch(r"heard(\.\w+)+:\w+", word)}
    assert named == {"heard.wsgi:app", "heard.worker:celery"}
    for application in named:
        module, attribute = application.split(":")
        source = (ROOT / module.replace(".", "/")).with_suffix(".py").read_text()
        assert re.search(rf"\b{attribute}\b", source), application


def _instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n", " ", (ROOT / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_copies_only_what_exists_and_is_sent_to_the_builder() -> None:
    allowed = {line[1:].rstrip("/") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[0:1] == "!"}
    copied = [rest.split()[:-1] for word, rest in _instructions() if word == "COPY" and not rest.startswith("--from")]
    for source in (source for sources in copied for source in sources):
        assert (ROOT / source).exists(), source
        assert source in allowed, source


def test_the_image_ships_every_room() -> None:
    rooms = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"][
        "packages"
    ]
    copied = {rest.split()[0] for word, rest in _instructions() if word == "COPY"}
    assert set(rooms) <= copied


def test_the_image_installs_nothing_without_its_hash() -> None:
    runs = " ".join(rest for word, rest in _instructions() if word == "RUN")
    installs = re.findall(r"pip install [^&]*", runs)
    assert installs
    assert [line for line in installs if "--require-hashes" not in line and "--no-deps dist/*.whl" not in line] == []
    assert "npm ci --ignore-scripts" in runs


def test_the_image_runs_as_nobody_special_and_serves_the_pages() -> None:
    last_stage = _instructions()[[word for word, _ in _instructions()].index("FROM", 1) :]
    assert [rest for word, rest in last_stage if word == "USER"] == ["heard"]
    (command,) = (json.loads(rest) for word, rest in last_stage if word == "CMD")
    assert command == SERVICES["web"]["command"]
    assert _is_ours(command[0])


def test_the_hooks_before_a_commit_run_what_make_lint_runs() -> None:
    repositories = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert {repository["repo"] for repository in repositories} == {"local"}
    entries = [hook["entry"].removeprefix(".venv/bin/") for repository in repositories for hook in repository["hooks"]]
    recipe = re.search(r"^lint:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert recipe
    assert entries == [re.sub(r" \.$", "", line.strip()) for line in recipe.group(1).splitlines()]
