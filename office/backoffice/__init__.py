"""What the head does in the back office: people, services, counters, hours, rules, tokens, the office's file.

Every act goes through `office.performing.Performer`, so that it is one transaction, is answered once per
request id, and leaves a fact of who did it. A PIN or a hash never stands in a fact or in a kept answer.
"""
