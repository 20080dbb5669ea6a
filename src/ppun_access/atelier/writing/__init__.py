"""The writing screen: an easy text passage by passage, beside its source."""
