#include "gateway/core/ids.hpp"  // bad: ABI headers
#include "postern/handler.hpp"
#include <string>
