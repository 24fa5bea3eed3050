#!/bin/bash
# Asks the gateway in this container for /ping; exit 0 means healthy. Needs nothing but bash.
set -euo pipefail

port=${POSTERN_LISTEN##*:}
exec 3<>"/dev/tcp/127.0.0.1/${port:-3001}"
printf 'GET /ping HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 2 status <&3
[[ $status == 'HTTP/1.1 200'* ]]
