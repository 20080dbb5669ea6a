"""Draft an easier French by rules, each one checked: the draft is for a person to read."""
