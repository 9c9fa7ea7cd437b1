"""A language model as one more reader, where a team has one at hand: asked over HTTP, checked, never believed alone."""

from worker.language_model.asking import LanguageModel, When, shipped_definitions
from worker.language_model.client import ChatClient

__all__ = ["ChatClient", "LanguageModel", "When", "shipped_definitions"]
