"""What each subcommand does; ``cli.py`` prints what they return."""
