"""Make what surrounds the texts: pages, editors' report, off-line kit, shared assets."""
