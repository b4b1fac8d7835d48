"""The charts as pictures that every program takes."""

from __future__ import annotations

from assessments.exports.pictures import Pictures, png

EXPORT = Pictures(key="charts-png", label="Charts as pictures (PNG)", suffix="png", draw=png)
