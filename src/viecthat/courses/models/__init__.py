"""Tables of courses and clubs, split by concept."""

from viecthat.courses.models.club import Club, ClubMeeting, ClubMember, Referral
from viecthat.courses.models.course import Course, CourseFee, Meeting
from viecthat.courses.models.following import Followed
from viecthat.courses.models.learner import Certificate, Enrolment, HealthNote, Look, Payment, Presence

__all__ = [
    "Certificate",
    "Club",
    "ClubMeeting",
    "ClubMember",
    "Course",
    "CourseFee",
    "Enrolment",
    "Followed",
    "HealthNote",
    "Look",
    "Meeting",
    "Payment",
    "Presence",
    "Referral",
]
