"""Ctrl-C: what must not outlive the program."""

from ppun_access.tools.run import stop_programs

__all__ = ["stop_programs"]
