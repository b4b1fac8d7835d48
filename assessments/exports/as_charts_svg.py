"""The charts as drawings, which stay sharp at every size."""

from __future__ import annotations

from assessments.exports.pictures import Pictures, svg

EXPORT = Pictures(suffix="svg", draw=svg)
