"""An edition as a web page."""
