"""Everything that touches the world: mail servers, Stripe, the store, the helpdesk, the terminal."""
