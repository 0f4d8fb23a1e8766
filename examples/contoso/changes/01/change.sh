# The facts that play.sh needs about this pull request.
title='Watch the status page'
author=u-ines
days=60
trailer=''
gates='intent validation execution observation'
preview=what-if
tests='lint'
alert_test=yes
