# The facts that play.sh needs about this pull request.
title='Rewrite the linter'
author=u-omar
days=16
trailer='Generated-by: a model'
gates='intent validation execution observation'
preview=what-if
tests='lint'
repeat='lint'
