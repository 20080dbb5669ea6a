"""Run web applications on this machine: a site before it is on line; see ``run.py``."""
