"""The learned reader as it ships: plain arrays, made by `make train` from `classifiers/corpus`."""
