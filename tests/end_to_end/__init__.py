"""The product as its user runs it: the script, a real mail server, the stand-in."""
