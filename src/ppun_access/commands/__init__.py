"""Run the subcommands, one module each; ``cli.py`` prints what they return."""
