"""Mails that we wrote, from which the reader learns; see README.md beside this file."""
