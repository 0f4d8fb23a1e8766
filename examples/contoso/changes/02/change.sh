# The facts that play.sh needs about this pull request.
title='Deny what nobody asked for'
author=u-omar
days=30
trailer=''
gates='intent validation execution observation'
preview=plan
tests='lint network'
repeat='lint network'
