"""The keyword files in use: found, watched and re-read; measured, replayed and improved."""

from worker.keywords.files import KeywordShelf, read_folder, shipped

__all__ = ["KeywordShelf", "read_folder", "shipped"]
