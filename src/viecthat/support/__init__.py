"""Support for youth: career advice, partners, placements, loan groups, start-up projects, care for young workers."""
