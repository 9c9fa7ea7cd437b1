"""Text as either database takes it: the one place that every parameter of every statement passes."""

import re
from typing import Any

from sqlalchemy import Connection, Engine, event

# PostgreSQL's text has no NUL, and neither database's encoding has surrogates. They are replaced, not dropped: a search
# for them, or a case of that name, must find nothing and not everything.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_REPLACEMENT = "\ufffd"


def storable(text: str) -> str:
    """`text` with a replacement character for each that no column can hold."""
    return _UNSTORABLE.sub(_REPLACEMENT, text)


def keep_storable(engine: Engine) -> None:
    """From now on nothing else reaches this engine's database."""

    @event.listens_for(engine, "before_cursor_execute", retval=True)
    def clean(
        connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
    ) -> tuple[str, Any]:
        return statement, _cleaned(parameters)


def _cleaned(parameters: Any) -> Any:
    if isinstance(parameters, str):
        return storable(parameters)
    if isinstance(parameters, dict):
        return {name: _cleaned(value) for name, value in parameters.items()}
    if isinstance(parameters, list | tuple):
        return type(parameters)(map(_cleaned, parameters))
    return parameters
