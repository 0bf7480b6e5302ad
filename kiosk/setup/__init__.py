"""`motcua setup`: from a box with a screen to an office that works, in a quarter of an hour.

| layer | modules | what they know |
|---|---|---|
| questions | `question`, `steps/` | what is asked, of whom, and what may be answered; pure |
| the walk | `dialogue`, `draft` | where the person is, what was answered, what is kept between power cuts; pure |
| outcome | `tables`, `rewriting`, `report` | the answers as `config.toml` and as a report; pure |
| machine | `machine`, `this_machine`, `pretended` | printers, monitors, loudspeaker, clock: port, driver, pretence |
| reasons | `troubles`, `joining` | why something does not work, in words for people; a library's own words are logged |
| faces | `terminal`, `touch/`, `unattended`, `answers` | the same steps typed, tapped, or read from a file |
| deeds | `making`, `finishing` | writes the office, once, after the summary was confirmed; then report and PINs |

The rule that surprises: until the summary is confirmed nothing is written but the draft, and `config.toml` is written
last of all; where it is, the office is commissioned.
"""
