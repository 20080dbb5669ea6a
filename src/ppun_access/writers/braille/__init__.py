"""An edition as braille: BRF and PEF."""
