#pragma once

#include <span>
#include <string_view>

namespace callfold::embedded {

// A file of the dashboard, which is built into the program.
struct WebFile {
    std::string_view path;  // as in a URL: "/index.html"
    std::string_view media_type;
    std::string_view etag;  // with its quotation marks
    bool is_immutable;      // its name changes with its content
    std::string_view identity;
    std::string_view gzip{};  // empty where it would not be smaller; so is brotli
    std::string_view brotli{};
};

// All of them, sorted by path.
std::span<const WebFile> web_files();

}  // namespace callfold::embedded
