"""The doctor: looks at everything that an office needs, says how it is, and what to do about it.

    Patient (the configuration, the machine, the running service or none) → examine → Findings, part by part

Changes nothing. Speaks msgids; who shows them chooses the language. `motcua doctor`, the page of the technician, the
report of a new office and the bundle for support all ask here: `patient.at_rest`, `examining.examine`. The looks bring
paper and sound with them, so the service loads them when somebody asks for the first time (`checkup`).
"""
