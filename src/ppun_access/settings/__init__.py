"""What a team sets in ``ppun.toml`` and ``lexique.toml``: frozen records, read once."""
