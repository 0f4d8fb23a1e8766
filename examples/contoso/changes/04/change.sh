# The facts that play.sh needs about this pull request.
title='Export the ledger to storage'
author=u-noor
days=26
trailer='Generated-by: a model'
gates='intent validation execution observation'
preview=plan
tests='lint network secrets'
proofs='key-reference-check'
outcome=passed
rollback=yes
reverted=yes
alert_test=yes
