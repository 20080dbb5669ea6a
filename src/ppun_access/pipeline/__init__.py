"""The pipeline: the order of the stages (``order.py``) and what joins them."""

from ppun_access.pipeline.order import Request, Result, build

__all__ = ["Request", "Result", "build"]
