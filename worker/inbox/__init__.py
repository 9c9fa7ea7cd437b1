"""Inboxes: where mail arrives. One provider, one file, behind `worker.ports.Inbox`."""
