"""Write editions as PDF/UA-1: large print, booklet, poster."""
