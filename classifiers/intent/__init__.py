"""What the customer wants: rules that ops tune and a reader that learned from a corpus, in one honest verdict."""

from classifiers.intent.definitions import Definition, Definitions, read_definitions
from classifiers.intent.faults import Fault, find_faults
from classifiers.intent.hearing import learn_trust
from classifiers.intent.learned import LearnedReader, dump_reader, load_reader
from classifiers.intent.listening import collect_evidence, hear_mail, hear_text, own_subject, words_of
from classifiers.intent.loading import Keywords, Readers, failed_tests, load_keywords
from classifiers.intent.prompt import Prompt, answer_schema, build_prompt, hash_prompt
from classifiers.intent.reading import conclude, read_intent, read_text
from classifiers.intent.testimony import check_answer

__all__ = [
    "Definition",
    "Definitions",
    "Fault",
    "Keywords",
    "LearnedReader",
    "Prompt",
    "Readers",
    "answer_schema",
    "build_prompt",
    "check_answer",
    "collect_evidence",
    "conclude",
    "dump_reader",
    "failed_tests",
    "find_faults",
    "hash_prompt",
    "hear_mail",
    "hear_text",
    "learn_trust",
    "load_keywords",
    "load_reader",
    "own_subject",
    "read_definitions",
    "read_intent",
    "read_text",
    "words_of",
]
