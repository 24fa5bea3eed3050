#include "gateway/core/ids.hpp"
#include "gateway/pipeline/message.hpp"  // bad: must not know pipeline
#include <mutex>                         // bad: is pure
#include <nlohmann/json.hpp>             // bad: in a header
