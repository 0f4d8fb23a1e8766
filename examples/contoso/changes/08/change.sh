# The facts that play.sh needs about this pull request.
title='Move the ledger to a new disk'
author=u-noor
days=18
trailer='Generated-by: a model'
gates='intent validation execution observation'
preview=plan
tests='lint secrets'
proofs='key-reference-check'
# Deliberate mistake, recovery gap: a sentence instead of a rehearsal.
rollback='We tried the way back, and it was fine.'
alert_test=yes
