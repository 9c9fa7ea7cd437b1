"""The command line: one small file a command group, and the one place that composes the app."""
