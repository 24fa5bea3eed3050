#include "gateway/integrations/kinds.hpp"  // bad: must not know integrations
#include "gateway/ports/session.hpp"
#include "postern/handler.h"               // bad: handler ABI
#include <boost/beast/websocket.hpp>
#include <sys/socket.h>
