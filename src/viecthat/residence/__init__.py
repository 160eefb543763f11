"""Members take part where they live: letters, registration, log, yearly remark, rights, commendation."""
