"""Every command as a user runs it: a process of its own, with its ports, its output and its exit status."""
