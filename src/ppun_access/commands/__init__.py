"""The subcommands: what each does; ``cli.py`` prints what they return."""
