"""Write an edition as braille: BRF and PEF."""
