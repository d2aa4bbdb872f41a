#ifndef FOOTFALL_PAGE_FILES_H
#define FOOTFALL_PAGE_FILES_H

#include <stddef.h>

/// A file of `Sources/Web/Pages/Files`, as it was when the program was built. It lives as long as the process.
struct footfall_page_file {
    const char *name;
    const unsigned char *bytes;
    size_t size;
};

size_t footfall_page_file_count(void);

/// At a place below the count.
struct footfall_page_file footfall_page_file_at(size_t place);

/// RFC 1952 at zlib's best level. The size of what was written, or 0 if it does not fit in `capacity`.
size_t footfall_gzip(const unsigned char *bytes, size_t size, unsigned char *out, size_t capacity);

#endif
