"""Foreign bytes and JSON become our words. Pure: no I/O, no clock, no environment, no logging."""
