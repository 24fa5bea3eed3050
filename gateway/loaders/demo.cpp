#include "gateway/loaders/demo.hpp"

namespace postern::loaders {

// A copy, so that the program needs no file beside it; a test compares the two.
std::string_view demo_definition() noexcept {
    return R"demo({
  "functions": {
    "broadcast": { "plugin": "libbroadcast.so" },
    "chat": { "plugin": "libchat.so" },
    "echo": { "plugin": "libecho.so" },
    "whoami": { "plugin": "libwhoami.so" }
  },
  "apis": {
    "demo": {
      "routeSelectionExpression": "$request.body.action",
      "integrations": {
        "broadcast": { "integrationType": "AWS_PROXY", "integrationUri": "broadcast" },
        "chat": { "integrationType": "AWS_PROXY", "integrationUri": "chat" },
        "echo": { "integrationType": "AWS_PROXY", "integrationUri": "echo" },
        "whoami": { "integrationType": "AWS_PROXY", "integrationUri": "whoami" }
      },
      "routes": {
        "$connect": { "target": "integrations/chat" },
        "$disconnect": { "target": "integrations/chat" },
        "$default": { "target": "integrations/echo", "routeResponseSelectionExpression": "$default" },
        "echo": { "target": "integrations/echo", "routeResponseSelectionExpression": "$default" },
        "whoami": { "target": "integrations/whoami", "routeResponseSelectionExpression": "$default" },
        "broadcast": { "target": "integrations/broadcast" },
        "joinchannel": { "target": "integrations/chat" },
        "sendmessage": { "target": "integrations/chat" }
      },
      "stages": { "dev": {} }
    }
  }
}
)demo";
}

}  // namespace postern::loaders
