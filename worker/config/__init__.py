"""The configuration: a TOML file and the environment as frozen settings, each complaint with line and mend."""
