"""Write an edition and its sound as a DAISY 2.02 book."""
