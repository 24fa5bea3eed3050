// The one place that compiles Boost.URL, used here as a header-only library.
#include <boost/url/src.hpp>
