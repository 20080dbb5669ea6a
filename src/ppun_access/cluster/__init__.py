"""Distribute the work of a build over machines with Dask: the extra ``cluster``."""

from ppun_access.cluster.connect import connected
from ppun_access.cluster.worker import WorkerSetup

__all__ = ["WorkerSetup", "connected"]
