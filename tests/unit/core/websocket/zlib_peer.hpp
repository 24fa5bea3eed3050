#pragma once

#include <zlib.h>

#include <stdexcept>
#include <string>
#include <string_view>

/// The other side of permessage-deflate as a client has it: plain zlib with a context of its own.
namespace postern::websocket::testing {

class ZlibDeflater {
public:
    explicit ZlibDeflater(int window_bits, int level = Z_DEFAULT_COMPRESSION) {
        if (deflateInit2(&z_, level, Z_DEFLATED, -window_bits, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::runtime_error("deflateInit2");
    }
    ~ZlibDeflater() { deflateEnd(&z_); }
    ZlibDeflater(const ZlibDeflater&) = delete;
    ZlibDeflater& operator=(const ZlibDeflater&) = delete;

    /// One message, trailer removed.
    std::string deflate(std::string_view message) {
        std::string out(message.size() + message.size() / 8 + 100, '\0');
        z_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(message.data()));
        z_.avail_in = static_cast<uInt>(message.size());
        z_.next_out = reinterpret_cast<Bytef*>(out.data());
        z_.avail_out = static_cast<uInt>(out.size());
        if (::deflate(&z_, Z_SYNC_FLUSH) != Z_OK || z_.avail_out == 0)
            throw std::runtime_error("deflate");
        out.resize(out.size() - z_.avail_out - 4);
        return out;
    }

    void reset() { deflateReset(&z_); }

private:
    z_stream z_{};
};

class ZlibInflater {
public:
    explicit ZlibInflater(int window_bits) {
        if (inflateInit2(&z_, -window_bits) != Z_OK) throw std::runtime_error("inflateInit2");
    }
    ~ZlibInflater() { inflateEnd(&z_); }
    ZlibInflater(const ZlibInflater&) = delete;
    ZlibInflater& operator=(const ZlibInflater&) = delete;

    /// The message that `payload` (trailer removed) stands for, at most `max_bytes` long.
    std::string inflate(std::string_view payload, std::size_t max_bytes) {
        std::string in(payload);
        in.append("\x00\x00\xFF\xFF", 4);
        std::string out(max_bytes + 1, '\0');
        z_.next_in = reinterpret_cast<Bytef*>(in.data());
        z_.avail_in = static_cast<uInt>(in.size());
        z_.next_out = reinterpret_cast<Bytef*>(out.data());
        z_.avail_out = static_cast<uInt>(out.size());
        if (::inflate(&z_, Z_SYNC_FLUSH) != Z_OK || z_.avail_in != 0)
            throw std::runtime_error("inflate");
        out.resize(out.size() - z_.avail_out);
        return out;
    }

private:
    z_stream z_{};
};

}  // namespace postern::websocket::testing
