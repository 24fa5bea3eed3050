#include "gateway/core/api/keys.hpp"

#include <array>

namespace postern::native {
namespace {

using enum KeyUse;

constexpr std::string_view describes = "only describes";
constexpr std::string_view made_by_aws = "is given out by API Gateway and means nothing here";
constexpr std::string_view http_apis = "remove it: only HTTP APIs have it";
constexpr std::string_view plugin_instead =
    "serve the function by a \"plugin\", or remove the function";
constexpr std::string_view no_authorizer =
    "remove it if everybody may connect, or check who connects in the $connect function";
constexpr std::string_view no_validation = "remove it and check messages in the function";
constexpr std::string_view no_mapping = "remove it and map values in the function";
constexpr std::string_view no_throttling = "remove it to run without throttling";
constexpr std::string_view no_private = "remove it and let the integration call a function";

constexpr std::array file{
    Key{"$schema", ignored, "is for editors"},
    Key{"functions"},
    Key{"apis"},
    Key{"server"},
};

constexpr std::array function{
    Key{"plugin"},
    Key{"config"},
    Key{"description", ignored, describes},
    Key{"runtime", unserved, plugin_instead},
    Key{"handler", unserved, plugin_instead},
    Key{"codeUri", unserved, plugin_instead},
    Key{"endpoint", unserved, plugin_instead},
    Key{"timeout", unserved, plugin_instead},
    Key{"environment", unserved, plugin_instead},
    Key{"memorySize", unserved, plugin_instead},
};

constexpr std::array api{
    Key{"routeSelectionExpression"},
    Key{"integrations"},
    Key{"routes"},
    Key{"stages"},
    Key{"apiId"},
    Key{"protocolType"},
    Key{"disableExecuteApiEndpoint"},
    Key{"name", ignored, describes},
    Key{"description", ignored, describes},
    Key{"version", ignored, describes},
    Key{"tags", ignored, describes},
    Key{"apiKeySelectionExpression", ignored, "has no effect while no route requires an API key"},
    Key{"disableSchemaValidation", ignored, "has no effect without models"},
    Key{"ipAddressType", ignored, "is settled by the listen address"},
    Key{"apiEndpoint", ignored, made_by_aws},
    Key{"apiGatewayManaged", ignored, made_by_aws},
    Key{"createdDate", ignored, made_by_aws},
    Key{"authorizers", unserved, no_authorizer},
    Key{"models", unserved, no_validation},
    Key{"corsConfiguration", unserved, http_apis},
    Key{"credentialsArn", unserved, http_apis},
    Key{"routeKey", unserved, http_apis},
    Key{"target", unserved, http_apis},
};

constexpr std::array integration{
    Key{"integrationType"},
    Key{"integrationUri"},
    Key{"timeoutInMillis"},
    Key{"connectionType"},
    Key{"payloadFormatVersion"},
    Key{"integrationId"},
    Key{"description", ignored, describes},
    Key{"integrationMethod", ignored, "has no effect: functions are always invoked by POST"},
    Key{"passthroughBehavior", ignored, "has no effect on AWS_PROXY"},
    Key{"credentialsArn", ignored, "has no effect: functions of this file need no role"},
    Key{"integrationResponseSelectionExpression", ignored, made_by_aws},
    Key{"apiGatewayManaged", ignored, made_by_aws},
    Key{"connectionId", unserved, no_private},
    Key{"requestParameters", unserved, no_mapping},
    Key{"requestTemplates", unserved, no_mapping},
    Key{"templateSelectionExpression", unserved, no_mapping},
    Key{"integrationResponses", unserved, no_mapping},
    Key{"contentHandlingStrategy", unserved, "remove it and convert bodies in the function"},
    Key{"integrationSubtype", unserved, http_apis},
    Key{"responseParameters", unserved, http_apis},
    Key{"tlsConfig", unserved, http_apis},
};

constexpr std::array route{
    Key{"target"},
    Key{"routeResponseSelectionExpression"},
    Key{"authorizationType"},
    Key{"apiKeyRequired"},
    Key{"routeKey"},
    Key{"operationName", ignored, describes},
    Key{"routeId", ignored, made_by_aws},
    Key{"apiGatewayManaged", ignored, made_by_aws},
    Key{"authorizerId", unserved, no_authorizer},
    Key{"authorizationScopes", unserved, http_apis},
    Key{"modelSelectionExpression", unserved, no_validation},
    Key{"requestModels", unserved, no_validation},
    Key{"requestParameters", unserved, "remove it and check parameters in the $connect function"},
};

constexpr std::array stage{
    Key{"stageVariables"},
    Key{"stageName"},
    Key{"defaultRouteSettings"},
    Key{"routeSettings"},
    Key{"description", ignored, describes},
    Key{"tags", ignored, describes},
    Key{"autoDeploy", ignored, "has no effect: what the file says is what is served"},
    Key{"deploymentId", ignored, "has no effect: what the file says is what is served"},
    Key{"clientCertificateId", ignored, "has no effect on functions"},
    Key{"apiGatewayManaged", ignored, made_by_aws},
    Key{"createdDate", ignored, made_by_aws},
    Key{"lastUpdatedDate", ignored, made_by_aws},
    Key{"lastDeploymentStatusMessage", ignored, made_by_aws},
    Key{"accessLogSettings", unserved, "remove it; server.logLevel sets what is logged"},
};

constexpr std::array route_settings{
    Key{"loggingLevel", ignored, "has no effect: server.logLevel sets what is logged"},
    Key{"dataTraceEnabled", ignored, "has no effect: payloads are never logged"},
    Key{"detailedMetricsEnabled", ignored, "has no effect: metrics are always by route"},
    Key{"throttlingRateLimit", unserved, no_throttling},
    Key{"throttlingBurstLimit", unserved, no_throttling},
};

constexpr std::array server{
    Key{"listen"},
    Key{"admin"},
    Key{"threads"},
    Key{"region"},
    Key{"accountId"},
    Key{"domainName"},
    Key{"credentials"},
    Key{"callbackAuth"},
    Key{"parity"},
    Key{"logLevel"},
    Key{"logFormat"},
    Key{"drainTimeoutInMillis"},
    Key{"tls"},
    Key{"limits"},
    Key{"workers"},
};

constexpr std::array credential{
    Key{"accessKeyId"},
    Key{"secretAccessKey"},
    Key{"sessionToken"},
    Key{"expiration"},
};

constexpr std::array tls{
    Key{"certificate"},
    Key{"privateKey"},
    Key{"only"},
};

constexpr std::array limits{
    Key{"frameBytes"},
    Key{"messageBytes"},
    Key{"idleTimeoutInMillis"},
    Key{"connectionDurationInMillis"},
    Key{"closeTimeoutInMillis"},
    Key{"outboxBytes"},
    Key{"writeStallTimeoutInMillis"},
    Key{"requestHeaderBytes"},
    Key{"urlBytes"},
    Key{"requestTimeoutInMillis"},
    Key{"keepAliveTimeoutInMillis"},
    Key{"controlFramesResetIdle"},
    Key{"compressionThresholdBytes"},
};

constexpr std::array workers{
    Key{"threads"},
    Key{"queue"},
};

}  // namespace

const KeyTable file_keys{"", file};
const KeyTable function_keys{"function", function};
const KeyTable api_keys{"api", api};
const KeyTable integration_keys{"integration", integration};
const KeyTable route_keys{"route", route};
const KeyTable stage_keys{"stage", stage};
const KeyTable route_settings_keys{"routeSettings", route_settings};
const KeyTable server_keys{"server", server};
const KeyTable credential_keys{"credential", credential};
const KeyTable tls_keys{"tls", tls};
const KeyTable limits_keys{"limits", limits};
const KeyTable workers_keys{"workers", workers};

std::span<const KeyTable* const> all_key_tables() noexcept {
    static constexpr std::array tables{
        &file_keys,
        &function_keys,
        &api_keys,
        &integration_keys,
        &route_keys,
        &stage_keys,
        &route_settings_keys,
        &server_keys,
        &credential_keys,
        &tls_keys,
        &limits_keys,
        &workers_keys,
    };
    return tables;
}

}  // namespace postern::native
