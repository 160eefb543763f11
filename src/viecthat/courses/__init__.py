"""Courses and classes of units and centres, and clubs: sign-up, fees, sessions, marks, certificates, referrals."""
