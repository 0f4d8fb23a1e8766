# The facts that play.sh needs about this pull request.
title='Tag the web tier'
author=u-omar
days=20
trailer=''
gates='intent validation execution observation'
preview=what-if
tests='lint'
drift=drift-by-hand
