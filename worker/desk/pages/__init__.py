"""The pages of the desk: the queue, one case, the figures, the keywords."""
