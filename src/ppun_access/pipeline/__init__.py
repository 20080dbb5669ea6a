"""The pipeline: the order of the stages (``order.py``) and what joins them."""

from ppun_access.pipeline.order import build
from ppun_access.pipeline.request import Request, Result

__all__ = ["Request", "Result", "build"]
