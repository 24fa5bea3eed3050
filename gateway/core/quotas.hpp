#pragma once

#include <chrono>
#include <cstddef>

/// The limits of API Gateway that a definition is held to. A name ends in its unit where it counts
/// bytes or characters; everything else is a number of things or a duration.
///
/// Source, unless a line says otherwise: "AWS: Quotas for configuring and running a WebSocket API".
namespace postern::quotas {

/// Per API; adjustable on AWS.
inline constexpr std::size_t routes_per_api = 300;
/// Per API; adjustable on AWS.
inline constexpr std::size_t integrations_per_api = 300;
/// Per API; adjustable on AWS.
inline constexpr std::size_t stages_per_api = 10;

/// Larger frames of a client end its connection with 1009.
inline constexpr std::size_t frame_bytes = 32'768;
/// Larger messages of a client end its connection with 1009; larger posts get 413.
inline constexpr std::size_t message_bytes = 131'072;
/// Without a message in either direction.
inline constexpr std::chrono::milliseconds idle_timeout = std::chrono::minutes(10);
/// However busy the connection is.
inline constexpr std::chrono::milliseconds connection_duration = std::chrono::hours(2);
/// Of the handshake's URL.
inline constexpr std::size_t url_bytes = 4'096;
/// All header fields of a request together ("AWS: Quotas for configuring and running a REST API").
inline constexpr std::size_t request_header_bytes = 10'240;

/// `timeoutInMillis` of an integration.
inline constexpr std::chrono::milliseconds shortest_integration_timeout{50};
/// `timeoutInMillis` of an integration, and its default.
inline constexpr std::chrono::milliseconds longest_integration_timeout{29'000};

/// "AWS: apigatewayv2 API reference", `StringWithLengthBetween1And128`; letters, digits, `-`, `_`.
inline constexpr std::size_t stage_name_characters = 128;
/// "AWS: Use stage variables": per stage.
inline constexpr std::size_t variables_per_stage = 100;
/// "AWS: Use stage variables": letters, digits and `_`.
inline constexpr std::size_t variable_name_characters = 64;
/// "AWS: Use stage variables": letters, digits and `-._~:/?#&=,`.
inline constexpr std::size_t variable_value_characters = 512;
/// "AWS: apigatewayv2 API reference", `UriWithLengthBetween1And2048`.
inline constexpr std::size_t integration_uri_characters = 2'048;
/// "AWS Lambda API reference", `FunctionName`: letters, digits, `-` and `_`.
inline constexpr std::size_t function_name_characters = 64;

}  // namespace postern::quotas
