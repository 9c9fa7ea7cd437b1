"""What a mail refers to: which charge, subscription, month, and whose address."""
