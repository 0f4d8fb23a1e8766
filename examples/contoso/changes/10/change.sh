# The facts that play.sh needs about this pull request.
title='Open the firewall for the incident'
author=u-noor
days=14
trailer=''
# The gate was bypassed during an incident, and nothing was recorded afterwards.
gates='intent validation execution'
preview=none
tests=''
outcome=bypassed
