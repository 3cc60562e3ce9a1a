"""Networks, memberships, meetings."""

from networks.models.meetings import (
    Meeting,
    MeetingCitation,
    MeetingSeries,
    MeetingTopic,
    Participation,
    ParticipationCitation,
    ParticipationRole,
)
from networks.models.memberships import (
    Membership,
    MembershipCitation,
    MembershipStatus,
    Role,
    Ruling,
    RulingKind,
    StatusChange,
)
from networks.models.networks import Aim, AimCitation, AimKind, Duration, Network

__all__ = [
    "Aim",
    "AimCitation",
    "AimKind",
    "Duration",
    "Meeting",
    "MeetingCitation",
    "MeetingSeries",
    "MeetingTopic",
    "Membership",
    "MembershipCitation",
    "MembershipStatus",
    "Network",
    "Participation",
    "ParticipationCitation",
    "ParticipationRole",
    "Role",
    "Ruling",
    "RulingKind",
    "StatusChange",
]
