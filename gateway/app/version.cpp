#include "gateway/app/version.hpp"

#include <boost/version.hpp>
#include <openssl/crypto.h>

#include <ostream>

namespace postern::app {

int print_version(std::ostream& out) {
    out << "postern " POSTERN_VERSION "\n"
        << "Boost " << BOOST_VERSION / 100'000 << '.' << BOOST_VERSION / 100 % 1'000 << '.'
        << BOOST_VERSION % 100 << '\n'
        << ::OpenSSL_version(OPENSSL_VERSION) << '\n'
        << "parity strict (default), extended\n";
    return 0;
}

}  // namespace postern::app
