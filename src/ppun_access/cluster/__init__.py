"""Work distributed over machines by Dask: the optional extra ``cluster``."""

from ppun_access.cluster.connect import connected
from ppun_access.cluster.worker import WorkerSetup

__all__ = ["WorkerSetup", "connected"]
