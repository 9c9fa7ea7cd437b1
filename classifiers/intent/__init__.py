"""What the customer wants: rules that ops tune, guards for negation and the like, a second opinion that only doubts."""

from classifiers.intent.faults import Fault, find_faults
from classifiers.intent.reading import Keywords, failed_tests, load_keywords, read_intent, read_text, seeds_of, words_of
from classifiers.intent.second_opinion import SecondOpinion, train

__all__ = [
    "Fault",
    "Keywords",
    "SecondOpinion",
    "failed_tests",
    "find_faults",
    "load_keywords",
    "read_intent",
    "read_text",
    "seeds_of",
    "train",
    "words_of",
]
