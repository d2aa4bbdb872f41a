#include "CPageFiles.h"
#include <zlib.h>

size_t footfall_gzip(const unsigned char *bytes, size_t size, unsigned char *out, size_t capacity) {
    // 16 more than the largest window asks for gzip instead of zlib.
    enum { window = 15 + 16, memory = 9 };
    z_stream stream = {.next_in = (Bytef *)bytes, .avail_in = (uInt)size, .next_out = out, .avail_out = (uInt)capacity};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, window, memory, Z_DEFAULT_STRATEGY) != Z_OK) return 0;
    int end = deflate(&stream, Z_FINISH);
    size_t written = stream.total_out;
    deflateEnd(&stream);
    return end == Z_STREAM_END ? written : 0;
}
