"""The shipped keyword files, as data; see `classifiers.intent`."""
