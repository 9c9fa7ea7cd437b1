"""What a draft is made from: bound facts, and short answers to the wishes beside the main one."""
