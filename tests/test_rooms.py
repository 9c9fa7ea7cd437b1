"""The architecture, as a table: who may enter which room."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("parsers", "classifiers", "worker", "templates")

# What a pure room may use of the standard library: nothing that opens, sleeps, logs or reads a clock.
PURE = frozenset(
    {
        "abc",
        "array",
        "base64",
        "binascii",
        "bisect",
        "codecs",
        "collections",
        "contextlib",
        "copy",
        "dataclasses",
        "datetime",
        "decimal",
        "difflib",
        "email",
        "encodings",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "html",
        "io",
        "zipfile",
        "itertools",
        "json",
        "math",
        "operator",
        "quopri",
        "re",
        "string",
        "struct",
        "textwrap",
        "tomllib",
        "types",
        "typing",
        "unicodedata",
        "urllib",
        "warnings",
        "zlib",
        "zoneinfo",
    }
)
PURE_LIBRARIES = {
    "parsers": frozenset({"selectolax", "email_validator", "publicsuffixlist", "pypdf", "numpy", "idna"}),
    "classifiers": frozenset({"spacy", "numpy"}),
}
# Calls that leave the room, whatever was imported.
TOUCHES_THE_WORLD = {"open", "print", "input", "exec", "eval"}
READS_A_CLOCK = (".now", ".utcnow", ".today", ".localtime")

# One importer per outside SDK (module or folder, without ending).
IMPORTERS = {
    "imapclient": {"worker.imap"},
    "stripe": {"worker.billing.gateway"},
    "sqlalchemy": {"worker.store"},
    "alembic": {"worker.store"},
    "aiosmtpd": {"worker.inbox.smtp"},
    "jinja2": {"worker.render", "worker.desk"},
    "dkim": {"worker.reading.dkim"},
    "babel": {"worker.cldr"},
    "httpx": {"worker.helpdesks.http", "worker.inbox.oauth", "worker.language_model.client"},
    "authlib": {"worker.inbox.oauth", "worker.inbox.oauth_login"},
    "starlette": {"worker.desk", "worker.demo.stripe"},
    "uvicorn": {"worker.desk", "worker.demo.stripe"},
    "argon2": {"worker.desk"},
    "prometheus_client": {"worker.desk"},
    "cryptography": {"worker.store"},
    "pydantic_settings": {"worker.config.settings"},
    "typer": {"worker.cli"},
    "spacy": {"classifiers.intent"},
    "selectolax": {"parsers.html", "parsers.mime"},
    "pypdf": {"parsers.mime", "parsers.pdf"},
    "email_validator": {"parsers.identifiers"},
    "idna": {"parsers.domains"},
    "publicsuffixlist": {"parsers.domains"},
}
# Modules that could send mail: none may be imported anywhere in the product.
SENDERS = {
    "smtplib",
    "aiosmtplib",
    "sendgrid",
    "boto3",
    "mailjet_rest",
    "postmarker",
    "yagmail",
    "envelopes",
    "redmail",
}


def modules(room: str) -> Iterator[tuple[str, ast.Module]]:
    for path in sorted((ROOT / room).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        yield name, ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


EVERY = [(room, name, tree) for room in ROOMS for name, tree in modules(room)]
IDS = [name for _, name, _ in EVERY]


@pytest.mark.parametrize(("room", "name", "tree"), EVERY, ids=IDS)
def test_arrows_point_inward(room: str, name: str, tree: ast.Module) -> None:
    allowed = {
        "parsers": {"parsers"},
        "classifiers": {"classifiers", "parsers"},
        "worker": {"worker", "classifiers", "parsers"},
        "templates": set[str](),
    }[room]
    entered = {found.split(".")[0] for found in imports(tree)} & set(ROOMS)
    assert entered <= allowed, f"{name} enters {entered - allowed}"


@pytest.mark.parametrize(
    ("room", "name", "tree"),
    [e for e in EVERY if e[0] in PURE_LIBRARIES],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_pure_rooms_touch_nothing(room: str, name: str, tree: ast.Module) -> None:
    allowed = PURE | PURE_LIBRARIES[room] | {"parsers", "classifiers", "__future__"}
    for found in imports(tree):
        assert found.split(".")[0] in allowed, f"{name} imports {found}"
        assert not any(found.startswith(bad) for bad in ("urllib.request", "email.mime", "io.open"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in TOUCHES_THE_WORLD, f"{name} calls {called}"
            assert not called.endswith(READS_A_CLOCK), f"{name} calls {called}"


@pytest.mark.parametrize(
    ("room", "name", "tree"), [e for e in EVERY if e[0] == "classifiers"], ids=lambda v: v if isinstance(v, str) else ""
)
def test_classifiers_see_only_our_words(room: str, name: str, tree: ast.Module) -> None:
    words = ("parsers.vocabulary", "parsers.errors", "parsers.domains", "parsers.labels.prefixes")
    for found in imports(tree):
        if found.startswith("parsers"):
            assert found.startswith(words), f"{name} sees {found}"


@pytest.mark.parametrize(("room", "name", "tree"), EVERY, ids=IDS)
def test_one_importer_per_sdk(room: str, name: str, tree: ast.Module) -> None:
    for found in imports(tree):
        owners = IMPORTERS.get(found.split(".")[0])
        if owners is not None:
            assert any(name == owner or name.startswith((owner + ".", owner + "_")) for owner in owners), (
                f"{name} imports {found}"
            )


@pytest.mark.parametrize(("room", "name", "tree"), EVERY, ids=IDS)
def test_nothing_can_send(room: str, name: str, tree: ast.Module) -> None:
    for found in imports(tree):
        assert found.split(".")[0] not in SENDERS, f"{name} imports {found}"
        assert not found.startswith("aiosmtpd.") or "smtp.SMTPClient" not in found
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert not node.name.startswith(("send_mail", "sendmail", "send_message", "publish")), (
                f"{name} defines {node.name}"
            )


@pytest.mark.parametrize(
    ("room", "name", "tree"),
    [e for e in EVERY if e[1].startswith("worker.helpdesks.")],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_helpdesks_know_nobody(room: str, name: str, tree: ast.Module) -> None:
    allowed = (
        "parsers.vocabulary",
        "parsers.errors",
        "parsers.domains",
        "parsers.labels.prefixes",
        "worker.ports",
        "worker.imap",
        "worker.helpdesks.matching",
        "worker.helpdesks.http",
        "worker.helpdesks.base",
        "worker.helpdesks.",
    )
    for found in imports(tree):
        if found.split(".")[0] in ROOMS:
            assert found.startswith(allowed), f"{name} sees {found}"


def test_the_standard_library_list_is_real() -> None:
    assert set(sys.stdlib_module_names) >= PURE


@pytest.mark.parametrize(
    "package", sorted({path.parent for room in ROOMS for path in (ROOT / room).rglob("__init__.py")})
)
def test_no_name_of_a_package_hides_a_module_of_it(package: Path) -> None:
    tree = ast.parse((package / "__init__.py").read_text(encoding="utf-8"))
    defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    dotted = ".".join(package.relative_to(ROOT).parts)
    taken = {found.rpartition(".") for found in imports(tree)}
    names = defined | {name for home, _, name in taken if home != dotted}
    held = {path.stem for path in package.glob("*.py")} | {path.name for path in package.iterdir() if path.is_dir()}
    assert names & held == set(), f"{dotted}: which is meant by {names & held}?"


# Who may enter which room inside `worker/`: a folder, or a file beside the folders. `app` puts all together.
INSIDE: dict[str, set[str]] = {
    "billing": {"ports"},
    "cli": {
        "app",
        "case_json",
        "config",
        "demo",
        "desk",
        "inbox",
        "keywords",
        "language_model",
        "log",
        "pipeline",
        "plain_json",
        "ports",
        "signals",
        "signing_in",
        "store",
        "terminal",
    },
    "demo": {
        "app",
        "case_labels",
        "config",
        "desk",
        "inbox",
        "log",
        "signals",
        "terminal",
    },
    "desk": {
        "case_labels",
        "cldr",
        "commitments",
        "config",
        "helpdesks",
        "keywords",
        "ports",
        "render",
        "run",
        "store",
        "wiring",
    },
    "helpdesks": {"imap", "ports"},
    "inbox": {"imap", "ports"},
    "keywords": {"store"},
    "language_model": {"ports", "store"},
    "render": {"case_json", "case_labels", "cldr", "languages", "ports"},
    "run": {"case_json", "inbox", "pipeline", "ports", "store"},
    "store": {"case_json", "case_labels", "plain_json", "ports"},
    "cldr": {"languages"},
    "commitments": {"render"},
    "pipeline": {"inbox", "ports", "render"},
    "signing_in": {"config", "inbox"},
    "terminal": {"case_labels"},
    "wiring": {"config", "helpdesks", "inbox", "language_model", "ports", "signing_in"},
}


def room_inside(name: str) -> str:
    """The folder of `worker/` that a module lies in, or the file's own name."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else ""


def arrows() -> dict[str, set[str]]:
    """Which room inside `worker/` enters which other one."""
    found: dict[str, set[str]] = {}
    for name, tree in modules("worker"):
        entered = {room_inside(each) for each in imports(tree) if each.startswith("worker.")}
        found.setdefault(room_inside(name), set()).update(entered - {room_inside(name), ""})
    return found


def test_rooms_inside_the_worker_are_entered_as_the_table_says() -> None:
    found = {room: entered for room, entered in arrows().items() if room not in {"", "app"} and entered}
    assert {room: sorted(entered) for room, entered in found.items()} == {
        room: sorted(entered) for room, entered in INSIDE.items()
    }


def test_no_circle_goes_through_the_rooms_of_the_worker() -> None:
    left = arrows()
    while free := [room for room, entered in left.items() if not entered & set(left)]:
        for room in free:
            del left[room]
    assert left == {}
