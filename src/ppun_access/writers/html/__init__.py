"""Write an edition as web pages."""
