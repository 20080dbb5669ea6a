"""Work shared over machines by Dask distributed: the optional extra ``cluster``."""

from ppun_access.cluster.connect import connected
from ppun_access.cluster.worker import Duties

__all__ = ["Duties", "connected"]
