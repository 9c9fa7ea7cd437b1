"""What the customer wants: rules that ops tune and a reader that learned from a corpus, in one honest verdict."""

from classifiers.intent.faults import Fault, find_faults
from classifiers.intent.learned import LearnedReader, dump_reader, load_reader
from classifiers.intent.reading import (
    Keywords,
    Readers,
    collect_evidence,
    failed_tests,
    load_keywords,
    read_intent,
    read_text,
    words_of,
)

__all__ = [
    "Fault",
    "Keywords",
    "LearnedReader",
    "Readers",
    "collect_evidence",
    "dump_reader",
    "failed_tests",
    "find_faults",
    "load_keywords",
    "load_reader",
    "read_intent",
    "read_text",
    "words_of",
]
