"""Editions as PDF/UA-1: large print, a booklet, a poster."""
