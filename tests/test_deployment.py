"""What is deployed: the containers' files, the locks, and the page's packages."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
COMPOSE = Path(sys.executable).parent / "docker-compose"
LOCKS = ("requirements.lock", "requirements-dev.lock", "web/requirements-node.lock")


def compose_config(**environment: str) -> subprocess.CompletedProcess[str]:
    """What docker compose makes of docker-compose.yml with these variables and no others of the project's."""
    if not COMPOSE.exists():  # its package carries a Linux binary only
        pytest.skip("no docker compose in the environment: it is installed by `make install` on x86-64 Linux")
    clean = {name: text for name, text in os.environ.items() if not name.startswith(("LIAISON_", "COMPOSE_"))}
    return subprocess.run(
        [COMPOSE, "--env-file", os.devnull, "--file", ROOT / "docker-compose.yml", "config", "--format", "json"],
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services, as docker compose reads them."""
    outcome = compose_config(LIAISON_NEO4J_PASSWORD="correct horse", LIAISON_API_KEY="a key")
    assert outcome.stderr == ""
    read: dict[str, Any] = json.loads(outcome.stdout)["services"]
    return read


def test_compose_publishes_on_this_machine_only(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service["ports"]]
    assert {port["target"] for port in published} == {7474, 7687, 8000}
    assert {port["host_ip"] for port in published} == {"127.0.0.1"}


def test_compose_starts_the_service_on_a_healthy_neo4j(services: dict[str, Any]) -> None:
    assert services["liaison"]["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert "cypher-shell" in services["neo4j"]["healthcheck"]["test"][1]
    assert services["liaison"]["environment"]["LIAISON_STORE"] == "bolt://neo4j:7687"


def test_compose_gives_both_containers_the_password_of_the_environment(services: dict[str, Any]) -> None:
    assert services["neo4j"]["environment"]["NEO4J_AUTH"] == "neo4j/correct horse"
    assert services["liaison"]["environment"]["LIAISON_NEO4J_PASSWORD"] == "correct horse"


def test_compose_keeps_the_database_in_volumes(services: dict[str, Any]) -> None:
    mounted = {mount["target"]: mount["type"] for mount in services["neo4j"]["volumes"]}
    assert mounted == {"/data": "volume", "/logs": "volume"}


def test_compose_without_a_password_says_what_to_do() -> None:
    outcome = compose_config()
    assert outcome.stdout == ""
    assert "copy .env.example to .env" in outcome.stderr


def test_images_name_no_registry() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    dockerfile = (ROOT / "Dockerfile").read_text()
    images = re.findall(r"image: (\S+)", compose) + re.findall(r"^FROM (\S+)", dockerfile, re.MULTILINE)
    assert len(images) == 5
    assert [image for image in images if "/" in image] == []


def test_the_image_runs_as_a_user_without_rights() -> None:
    stages = (ROOT / "Dockerfile").read_text().split("\nFROM ")
    assert re.findall(r"^USER (\S+)", stages[-1], re.MULTILINE) == ["liaison"]


def test_the_image_is_given_every_file_it_copies() -> None:
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copies = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    sources = {source.split("/")[0] for copy in copies for source in copy.split()}
    assert sources == allowed


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_by_its_hash(lock: str) -> None:
    lines = (ROOT / lock).read_text().splitlines()
    pins = [number for number, line in enumerate(lines) if not line.startswith(" ")]
    assert pins
    for number in pins:
        assert re.match(r"[a-z0-9-]+==\S+ (; .+ )?\\$", lines[number])
        assert lines[number + 1].startswith("    --hash=sha256:")


def test_the_locks_agree_on_what_the_service_runs_with() -> None:
    # The versions alone: what the service needs on one system only, development may need on all.
    service, development = (
        set(re.findall(r"^\S+==\S+", (ROOT / lock).read_text(), re.MULTILINE)) for lock in LOCKS[:2]
    )
    assert service - development == set()


def test_no_lock_names_an_address() -> None:
    assert [lock for lock in LOCKS if "://" in (ROOT / lock).read_text()] == []
    packages = json.loads((ROOT / "web/package-lock.json").read_text())["packages"]
    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


def test_the_page_is_pinned_to_exact_versions() -> None:
    package = json.loads((ROOT / "web/package.json").read_text())
    versions = (package["dependencies"] | package["devDependencies"]).values()
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
