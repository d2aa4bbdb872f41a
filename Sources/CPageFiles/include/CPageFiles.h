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

#endif
