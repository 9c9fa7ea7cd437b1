"""The desk as JSON, for a team's own tools, with its OpenAPI description and the figures for Prometheus."""
