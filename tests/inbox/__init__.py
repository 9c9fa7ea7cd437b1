"""Inboxes, on a real Dovecot where it is one."""
