#include "gateway/core/error.hpp"

namespace postern {
namespace {

class Category final : public boost::system::error_category {
public:
    [[nodiscard]] const char* name() const noexcept override { return "postern"; }
    [[nodiscard]] std::string message(int value) const override {
        return std::string(name_of(static_cast<Errc>(value)));
    }
};

}  // namespace

std::string_view name_of(Errc error) noexcept {
    switch (error) {
        case Errc::ok:
            return "ok";
        case Errc::integration_failed:
            return "integration_failed";
        case Errc::integration_timeout:
            return "integration_timeout";
        case Errc::integration_unavailable:
            return "integration_unavailable";
        case Errc::malformed_reply:
            return "malformed_reply";
        case Errc::no_route:
            return "no_route";
        case Errc::throttled:
            return "throttled";
        case Errc::invalid_body:
            return "invalid_body";
    }
    return "unknown";
}

boost::system::error_code make_error_code(Errc error) noexcept {
    static const Category category;
    return {static_cast<int>(error), category};
}

void throw_exception_from_error(const Problems& problems, const boost::source_location&) {
    throw std::runtime_error(problems.empty() ? "no value" : problems.front().what);
}

}  // namespace postern
