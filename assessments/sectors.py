"""The sectors an organisation can belong to, and the regions of the United Kingdom."""

from __future__ import annotations

SECTORS: dict[str, str] = {
    "local_authority": "Local authority",
    "nhs_trust": "NHS trust",
    "academy_trust": "Academy trust",
    "housing_association": "Housing association",
}
"""Sector codes, as rubric files name them, and what people read."""

REGIONS: dict[str, str] = {
    "north_east": "North East",
    "north_west": "North West",
    "yorkshire_humber": "Yorkshire and The Humber",
    "east_midlands": "East Midlands",
    "west_midlands": "West Midlands",
    "east": "East of England",
    "london": "London",
    "south_east": "South East",
    "south_west": "South West",
    "wales": "Wales",
    "scotland": "Scotland",
    "northern_ireland": "Northern Ireland",
}
"""The twelve regions and nations that the Office for National Statistics uses (ITL level 1)."""


def sector_choices() -> list[tuple[str, str]]:
    return list(SECTORS.items())


def region_choices() -> list[tuple[str, str]]:
    return list(REGIONS.items())
