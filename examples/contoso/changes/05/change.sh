# The facts that play.sh needs about this pull request.
title='Let the pipeline deploy'
author=u-noor
days=24
trailer='Generated-by: a model'
gates='intent validation execution observation'
preview=plan
tests='lint'
proofs='role-assignment-diff'
