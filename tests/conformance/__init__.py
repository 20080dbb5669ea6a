"""The published site, under the tools of each field. One module wraps one tool."""
