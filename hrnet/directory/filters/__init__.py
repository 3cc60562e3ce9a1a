"""The filters of all lists: see :mod:`hrnet.directory.filters.base`."""

from hrnet.directory.filters.mandates import (
    CountryFilter,
    EngagementFilter,
    InstrumentFilter,
    MandateFilter,
    SourceFilter,
    ThemeFilter,
    TreatyBodyFilter,
)
from hrnet.directory.filters.networks import (
    InstitutionFilter,
    MeetingFilter,
    MembershipFilter,
    NetworkFilter,
)

__all__ = [
    "CountryFilter",
    "EngagementFilter",
    "InstitutionFilter",
    "InstrumentFilter",
    "MandateFilter",
    "MeetingFilter",
    "MembershipFilter",
    "NetworkFilter",
    "SourceFilter",
    "ThemeFilter",
    "TreatyBodyFilter",
]
