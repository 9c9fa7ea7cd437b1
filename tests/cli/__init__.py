"""The command line, run in this process over a maildir and the stand-in."""
