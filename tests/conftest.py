"""Fixtures every test may ask for: Django on a folder of its own, a database of each kind, a client."""

from __future__ import annotations

import gc
import os
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

from harness.databases import KINDS, Databases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.test import Client

os.environ["HOLDTRUE_DATA"] = str(Path(tempfile.gettempdir()) / f"holdtrue-tests-{os.getuid()}")
os.environ["HOLDTRUE_SECRET_KEY"] = "only for tests: nothing signed with it leaves the test run"
os.environ["DJANGO_SETTINGS_MODULE"] = "holdtrue.settings.live"
for name in ("HOLDTRUE_DATABASE_URL", "HOLDTRUE_DATABASE_URL_FILE", "HOLDTRUE_TOKEN", "HOLDTRUE_URL"):
    os.environ.pop(name, None)


gc.disable()  # until everything is collected

# The same examples in each run, and none that fails because the machine was busy.
settings.register_profile(
    "house", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("house")
# Else examples would hang on which of our modules a process happens to have loaded, and all of them would be read.
providers._get_local_constants = Constants


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--databases",
        default=",".join(KINDS),
        help="the kinds of database that tests asking for one run on, separated by commas",
    )


def pytest_configure(config: pytest.Config) -> None:
    named = str(config.getoption("--databases")).split(",")
    unknown = [kind for kind in named if kind not in KINDS]
    if unknown:
        message = f"--databases knows {', '.join(KINDS)}, not {', '.join(map(repr, unknown))}"
        raise pytest.UsageError(message)


LONG = (
    "cli/test_main_job",
    "pages/test_in_browser",
    "browser/test_starter_year",
    "browser/test_main_story",
    "durability/test_kill",
    "contracts/test_lint",
    "contracts/test_access_matrix",
    "server/test_tables",
    "cli/test_upgrade",
    "durability/test_crash",
    "browser/test_reading_pages",
    "api/test_doors",
    "pages_views/test_queries",
    "kinds/test_new_kind",
    "api/test_any_input",
)
"""The modules that take longest. They begin first, so that no process is left with one while the others have ended."""


ON_ONE = (
    "actions/test_demo_again",
    "assessments/test_assess_page",
    "assessments/test_class_page",
    "documents/test_pages",
    "frameworks/test_pages",
    "gates/test_page",
    "incidents/test_pages",
    "pages_acts/test_indicators",
    "pages_acts/test_own_rules",
    "pages_views/test_index_page",
    "pages_views/test_tables",
    "whatif/test_page",
)
"""Modules, most of words and forms of pages, that run no statement that others do not run on both (decision 0033)."""


LISTED = frozenset((Path(__file__).parent / "on_one.txt").read_text("utf-8").splitlines())
"""Tests of other modules that run nothing on PostgreSQL that others do not run there (decision 0036)."""


def kinds_for(metafunc: pytest.Metafunc) -> list[str]:
    """Return the kinds of database that a test runs on: all that were named, the first where it is one of those."""
    kinds = str(metafunc.config.getoption("--databases")).split(",")
    place = Path(str(metafunc.module.__file__)).relative_to(Path(__file__).parent)
    module = place.with_suffix("").as_posix()
    alone = module in ON_ONE or f"{module}::{metafunc.function.__name__}" in LISTED
    return kinds[:1] if alone else kinds


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    places = {here / f"{name}.py": place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: places.get(item.path, len(LONG)))


def pytest_collection_finish() -> None:
    """Let the collector of garbage begin here: what was imported and collected lives to the end and is never walked."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        metafunc.parametrize("database", kinds_for(metafunc), indirect=True)


@pytest.fixture(scope="session")
def application() -> None:
    """Django, set up once per process; passwords hash quickly, since their strength is not what is tested."""
    from django.conf import settings
    from django.test.utils import setup_test_environment

    from harness.static import look_up_once
    from holdtrue.settings import start

    start()
    look_up_once()
    setup_test_environment()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def databases(application: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    base = tmp_path_factory.getbasetemp()
    distributed = "PYTEST_XDIST_WORKER" in os.environ
    made = Databases(base.parent if distributed else base, str(os.getppid() if distributed else os.getpid()))
    yield made
    made.close()


@pytest.fixture
def database(request: pytest.FixtureRequest, databases: Databases, tmp_path: Path) -> Iterator[str]:
    """An empty migrated database, once on SQLite and once on PostgreSQL; its value is the kind's name.

    Everything in it is committed for real. The data folder (blobs, keys) is the test's own.
    """
    from django.test.utils import override_settings

    from holdtrue.settings import DataFolder

    folder = DataFolder(tmp_path / "data").prepare()
    begun = "begun" in request.fixturenames
    with override_settings(HOLDTRUE_FOLDER=folder), databases.fresh(request.param, folder.path, begun=begun):
        yield request.param


@pytest.fixture
def begun(database: str, databases: Databases) -> Callable[..., Any]:
    """Begins the empty database with what a function does in it, which costs a copy from the second test on."""
    from django.conf import settings

    return partial(databases.begun, database, settings.HOLDTRUE_FOLDER.path)


@pytest.fixture
def client(database: str) -> Client:
    """A browser without scripts that talks to the application in this process."""
    from django.test import Client

    return Client()
