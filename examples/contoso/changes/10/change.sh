# What play.sh knows of this pull request.
title='Open the firewall for the incident'
author=u-noor
days=14
trailer=''
# Gone around: the gate was bypassed in an incident, and nothing was recorded afterwards.
gates='intent validation execution'
preview=none
tests=''
outcome=bypassed
