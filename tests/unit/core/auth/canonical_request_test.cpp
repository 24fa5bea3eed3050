#include "gateway/core/auth/canonical_request.hpp"

#include <gtest/gtest.h>

namespace postern::sigv4 {
namespace {

struct PathRow {
    const char* reason;
    const char* path;
    const char* encoded_again;
    const char* decoded_first;
};

class CanonicalPath : public testing::TestWithParam<PathRow> {};

TEST_P(CanonicalPath, HasTwoForms) {
    const PathRow& row = GetParam();
    EXPECT_EQ(canonical_path(row.path, PathForm::encoded_again), row.encoded_again);
    EXPECT_EQ(canonical_path(row.path, PathForm::decoded_first), row.decoded_first);
}

INSTANTIATE_TEST_SUITE_P(
    SigV4,
    CanonicalPath,
    testing::Values(
        PathRow{
            "Sdk", "/p/@connections/a%3D", "/p/%40connections/a%253D", "/p/%40connections/a%3D"},
        PathRow{"Curl", "/p/@connections/a=", "/p/%40connections/a%3D", "/p/%40connections/a%3D"},
        PathRow{"AllEncoded", "/p/%40c/a%3D", "/p/%2540c/a%253D", "/p/%40c/a%3D"},
        PathRow{"DoubleSlash", "/p//@c", "/p/%40c", "/p/%40c"},
        PathRow{"Dot", "/p/./c", "/p/c", "/p/c"},
        PathRow{"DotDot", "/p/@c/..", "/p", "/p"},
        PathRow{"AboveTheRoot", "/../../p", "/p", "/p"},
        PathRow{"TrailingSlash", "/p/", "/p/", "/p/"},
        PathRow{"Root", "/", "/", "/"},
        PathRow{"Empty", "", "/", "/"},
        PathRow{"Unreserved", "/a-b_c.d~e", "/a-b_c.d~e", "/a-b_c.d~e"}
    ),
    [](const auto& row) { return std::string{row.param.reason}; }
);

struct QueryRow {
    const char* reason;
    const char* query;
    const char* canonical;
};

class CanonicalQuery : public testing::TestWithParam<QueryRow> {};

TEST_P(CanonicalQuery, IsSortedAndEncoded) {
    EXPECT_EQ(canonical_query(GetParam().query), GetParam().canonical);
}

INSTANTIATE_TEST_SUITE_P(
    SigV4,
    CanonicalQuery,
    testing::Values(
        QueryRow{"Empty", "", ""},
        QueryRow{"ByNameThenValue", "b=2&a=1&a=0&c=", "a=0&a=1&b=2&c="},
        QueryRow{"UpperCaseFirst", "room=1&X-Amz-Date=2", "X-Amz-Date=2&room=1"},
        QueryRow{"NoEqualSign", "flag", "flag="},
        QueryRow{"EncodedOnce", "n=a%2bb%3d&m=a b", "m=a%20b&n=a%2Bb%3D"},
        QueryRow{"PlusIsAPlus", "a=x+y", "a=x%2By"},
        QueryRow{"EqualSignInValue", "a=b=c", "a=b%3Dc"},
        QueryRow{"EmptyPairs", "&a=1&&b=2&", "a=1&b=2"},
        QueryRow{"SortsByTheEncodedName", "a%7B=1&aB=2", "a%7B=1&aB=2"},
        QueryRow{"PrefixFirst", "ab=1&a=2", "a=2&ab=1"},
        QueryRow{"WithoutTheSignature", "X-Amz-Signature=0&a=1", "a=1"}
    ),
    [](const auto& row) { return std::string{row.param.reason}; }
);

TEST(CanonicalRequest, TrimsCollapsesAndJoinsHeaderValues) {
    const Fields headers{
        {"X-List", "  a   b\t c  "},
        {"Host", "h"},
        {"x-list", "d"},
        {"Unsigned", "u"},
        {"X-E", ""}};
    EXPECT_EQ(
        canonical_request(
            {"GET", "/", headers, "hash"},
            {"host", "x-absent", "x-e", "x-list"},
            "hash",
            PathForm::encoded_again
        ),
        "GET\n/\n\nhost:h\nx-absent:\nx-e:\nx-list:a b c,d\n\nhost;x-absent;x-e;x-list\nhash"
    );
}

}  // namespace
}  // namespace postern::sigv4
