"""The pages around the texts: home, report, and the style sheet that all pages share."""
