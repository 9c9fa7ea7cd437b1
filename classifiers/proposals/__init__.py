"""What each row of the bucket table proposes: actions, the draft's situation, the product gap."""
