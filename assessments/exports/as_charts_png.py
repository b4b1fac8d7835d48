"""The charts as pictures that every program takes."""

from __future__ import annotations

from assessments.exports.pictures import Pictures, png

EXPORT = Pictures(suffix="png", draw=png)
