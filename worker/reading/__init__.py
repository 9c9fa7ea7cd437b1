"""Reads a mail within limits of time and memory, in a child process where it might run away; DKIM of our own."""
