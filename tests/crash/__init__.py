"""Kills the worker after every effect on a real mail server, and looks what is there after the next start."""
