#include "http/router.h"

#include <algorithm>
#include <cassert>

#include "http/url.h"

namespace callfold::http {
namespace {

// "/v1/calls" has the segments "v1" and "calls"; "/" has one, which is empty.
std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> segments;
    for (std::size_t start = 1; start <= path.size();) {
        const std::size_t end = std::min(path.find('/', start), path.size());
        segments.emplace_back(path.substr(start, end - start));
        start = end + 1;
    }
    return segments;
}

bool is_parameter(std::string_view segment) {
    return segment.starts_with('{');
}

std::string parameter_name(std::string_view segment) {
    return std::string(segment.substr(1, segment.size() - 2));
}

bool decode(std::vector<std::string>& segments) {
    for (std::string& segment : segments) {
        auto decoded = percent_decode(segment, Plus::is_plus);
        if (!decoded) return false;
        segment = std::move(*decoded);
    }
    return true;
}

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& segments) {
    return std::equal(pattern.begin(), pattern.end(), segments.begin(), segments.end(),
                      [](const std::string& wanted, const std::string& segment) {
                          return is_parameter(wanted) ? !segment.empty() : wanted == segment;
                      });
}

// Whether `left` has a literal where the two first differ in that.
bool is_more_literal(const std::vector<std::string>& left, const std::vector<std::string>& right) {
    for (std::size_t i = 0; i < left.size(); ++i) {
        if (is_parameter(left[i]) != is_parameter(right[i])) return is_parameter(right[i]);
    }
    return false;
}

bool answers(const Route& route, std::string_view method) {
    return route.method == method || (method == "HEAD" && route.method == "GET");
}

}  // namespace

std::optional<std::string> ApiRequest::query(std::string_view name) const {
    const auto found = query_parameters.find(name);
    if (found == query_parameters.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

const std::string& ApiRequest::path(std::string_view name) const {
    const auto found = path_parameters.find(name);
    assert(found != path_parameters.end());
    return found->second;
}

Router::Router(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (const Route& route : routes_) {
        assert(route.pattern.starts_with('/'));
        assert(static_cast<bool>(route.handle) != static_cast<bool>(route.defer));
        patterns_.push_back(split(route.pattern));
    }
}

// Other methods are answered as where nothing is.
const Route* Router::route_of_any_path(std::string_view method) const {
    for (const Route& route : routes_) {
        if (route.pattern == any_path && answers(route, method)) return &route;
    }
    return nullptr;
}

RouteMatch Router::match(std::string_view method, std::string_view path) const {
    RouteMatch match;
    if (!path.starts_with('/')) return match;
    Segments segments = split(path);
    if (!decode(segments)) {
        match.malformed = true;
        return match;
    }
    const Segments* best = nullptr;
    for (const Segments& pattern : patterns_) {
        if (fits(pattern, segments) && (best == nullptr || is_more_literal(pattern, *best))) {
            best = &pattern;
        }
    }
    if (best == nullptr) {
        match.route = route_of_any_path(method);
        return match;
    }
    match.path_exists = true;
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (patterns_[i] != *best) continue;
        match.allowed_methods.push_back(routes_[i].method);
        if (routes_[i].method == "GET") match.allowed_methods.emplace_back("HEAD");
        if (answers(routes_[i], method)) match.route = &routes_[i];
    }
    match.allowed_methods.emplace_back("OPTIONS");
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (is_parameter((*best)[i])) {
            match.path_parameters.emplace(parameter_name((*best)[i]), std::move(segments[i]));
        }
    }
    return match;
}

}  // namespace callfold::http
