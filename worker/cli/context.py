"""What every command starts from: the configuration, read when it is first needed."""

import os
from functools import cached_property
from pathlib import Path

from worker.app import App
from worker.config.settings import PREFIX, Settings, load_settings
from worker.log import set_up


class Context:
    """Holds the configuration's path; `app` reads it and composes the product."""

    def __init__(self, config: Path | None) -> None:
        self._config = config

    @cached_property
    def settings(self) -> Settings:
        """The configuration; raises `ConfigError`. Without a file, the environment alone will do."""
        path = self._config or Path("config.toml")
        alone = self._config is None and not path.exists() and any(name.startswith(PREFIX) for name in os.environ)
        settings = load_settings(None if alone else path)
        set_up(settings.log.level)
        return settings

    @cached_property
    def app(self) -> App:
        """The product, composed from the configuration."""
        return App(self.settings)
