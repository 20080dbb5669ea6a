"""Read what a team sets in ``ppun.toml`` and ``lexique.toml`` into frozen records."""
