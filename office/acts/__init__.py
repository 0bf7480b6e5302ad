"""What people do at the office, one module a kind of person's work; each act is one transaction of the desk."""
