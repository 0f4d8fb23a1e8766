# The facts that play.sh needs about this pull request.
title='Alert on failed payments'
author=u-ines
days=22
trailer='Co-authored-by: Copilot <copilot@example.org>'
gates='intent validation execution observation'
preview=what-if
tests='lint'
rollback=yes
# Deliberate mistake, alert illusion: the test message to the on-call group arrives, but the rule does not name the group.
alert_test=yes
alerts=alerts-unlinked
