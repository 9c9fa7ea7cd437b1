"""What people read: drafts by language, the agent's note, the review desk's pages."""
