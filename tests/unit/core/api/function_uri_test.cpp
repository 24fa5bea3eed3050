#include "gateway/core/api/function_uri.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace postern::native {
namespace {

TEST(FunctionOfUri, FindsTheNameInEveryForm) {
    constexpr std::string_view uris[] = {
        "my-fn_1",
        "my-fn_1:live",
        "arn:aws:lambda:us-east-1:123456789012:function:my-fn_1",
        "arn:aws:lambda:us-east-1:123456789012:function:my-fn_1:42",
        "arn:aws-cn:lambda:cn-north-1:123456789012:function:my-fn_1:$LATEST",
        "123456789012:function:my-fn_1",
        "123456789012:function:my-fn_1:live",
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:us-east-1:123456789012:function:my-fn_1/invocations",
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:us-east-1:123456789012:function:my-fn_1:live/invocations",
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        "arn:aws:lambda:us-east-1:123456789012:function:my-fn_1:${stageVariables.alias}/"
        "invocations",
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/my-fn_1/invocations",
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/my-fn_1:live/invocations",
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/"
        "123456789012:function:my-fn_1/invocations",
    };
    for (const std::string_view uri : uris) {
        const auto name = function_of_uri(uri);
        ASSERT_TRUE(name) << uri;
        EXPECT_EQ(*name, "my-fn_1") << uri;
    }
}

TEST(FunctionOfUri, SaysWhyAUriMeansNoFunction) {
    struct Row {
        std::string_view uri;
        std::string_view what;
    };
    const Row rows[] = {
        {"", "names no function"},
        {"a b", "names no function"},
        {"arn:aws:lambda:us-east-1:123456789012:layer:x", "names no function"},
        {"arn:aws:lambda", "not the ARN of a Lambda function"},
        {"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/f", "names no function"},
        {"arn:aws:apigateway:us-east-1:lambda:path/functions/invocations", "names no function"},
        {"arn:aws:apigateway:us-east-1:sqs:path/1/queue", "other than Lambda"},
        {"arn:aws:sqs:us-east-1:123456789012:queue", "not the ARN of a Lambda function"},
        {"https://example.com", "is a URL"},
        {"${stageVariables.fn}", "by a stage variable"},
        {"arn:aws:lambda:us-east-1:1:function:${stageVariables.fn}", "by a stage variable"},
    };
    for (const Row& row : rows) {
        const auto name = function_of_uri(row.uri);
        ASSERT_FALSE(name) << row.uri;
        ASSERT_EQ(name.error().size(), 1U);
        EXPECT_THAT(name.error().front().what, testing::HasSubstr(row.what)) << row.uri;
    }
}

TEST(IsFunctionName, HoldsNamesToThoseOfLambda) {
    EXPECT_TRUE(is_function_name("aZ0-_"));
    EXPECT_TRUE(is_function_name(std::string(64, 'a')));
    EXPECT_FALSE(is_function_name(std::string(65, 'a')));
    EXPECT_FALSE(is_function_name(""));
    EXPECT_FALSE(is_function_name("a.b"));
}

}  // namespace
}  // namespace postern::native
