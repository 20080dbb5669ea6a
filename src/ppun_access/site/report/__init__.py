"""Make the editors' report: how readable each text is, and what to fix first."""
