"""What the customer wants: rules that ops tune, guards for negation and the like, a second opinion that only doubts."""

from classifiers.intent.reading import Keywords, load_keywords, read_intent, read_text

__all__ = ["Keywords", "load_keywords", "read_intent", "read_text"]
