# The facts that play.sh needs about this pull request.
title='Keep the payment keys in a vault'
author=u-ines
days=28
trailer='Assisted-by: a model'
gates='intent validation execution observation'
preview=plan
tests='lint secrets'
proofs='key-reference-check'
repeat='lint secrets'
rollback=yes
alert_test=yes
