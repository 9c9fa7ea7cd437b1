"""Drafts and notes: the only room, beside the review desk, that speaks Jinja."""

from worker.render.templates import Templates, Written

__all__ = ["Templates", "Written"]
