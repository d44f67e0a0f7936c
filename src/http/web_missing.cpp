#include "http/web_files.h"

namespace callfold::embedded {
namespace {

constexpr std::string_view page = R"(<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>callfold</title></head>
<body>
<h1>callfold runs</h1>
<p>This build has no dashboard: it was made from a source tree without the folder <code>web</code>.
Build it from the whole tree with <code>make build</code>.</p>
<p><a href="/docs">The API, described</a></p>
</body>
</html>
)";

constexpr WebFile files[] = {
    {"/index.html", "text/html; charset=utf-8", "\"no-dashboard\"", false, page}};

}  // namespace

std::span<const WebFile> web_files() {
    return files;
}

}  // namespace callfold::embedded
