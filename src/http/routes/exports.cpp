#include "http/routes/exports.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "http/export_rows.h"
#include "http/export_tables.h"
#include "storage/tenant_scope.h"

namespace callfold::http {
namespace {

constexpr const char* rows_per_page = "200";  // the most that lists give

enum class Format { csv, jsonl };

// One export under way: asks the list for page after page, and sends each before the next.
class Export : public std::enable_shared_from_this<Export> {
  public:
    Export(const ApiRequest& request, ApiHandler list, const ExportTable& table, Format format,
           const ExportDeps& deps)
        : http_(request.http),
          identity_(request.identity),
          query_(request.query_parameters),
          list_(std::move(list)),
          table_(table),
          format_(format),
          deps_(deps) {
        query_.erase("format");
        query_["limit"] = rows_per_page;
    }

    // Asks for the next page. Its error is that of the list.
    Result<void> read_page() {
        const auto answer = list_({http_, identity_, {}, query_});
        if (!answer) return tl::make_unexpected(answer.error());
        const auto page = nlohmann::json::parse(answer->body);
        piece_ += text_of(page.at("data"));
        const auto& cursor = page.at("next_cursor");
        is_last_ = cursor.is_null();
        if (!is_last_) query_["cursor"] = cursor.get<std::string>();
        return {};
    }

    void start(std::shared_ptr<BodyWriter> writer) {
        writer_ = std::move(writer);
        if (format_ == Format::csv) piece_ = csv_heading(table_.columns) + piece_;
        send();
    }

  private:
    std::string text_of(const nlohmann::json& rows) const {
        std::string text;
        for (const nlohmann::json& row : rows) {
            text += format_ == Format::csv ? csv_line(row, table_.columns) : row.dump() + "\n";
        }
        return text;
    }

    void send() {
        std::string piece;
        piece.swap(piece_);
        if (piece.empty()) return go_on();
        writer_->write(std::move(piece), [self = shared_from_this()](bool sent) {
            if (sent) self->go_on();
        });
    }

    void go_on() {
        if (is_last_) return writer_->end();
        deps_.later([self = shared_from_this()] { self->send_next_page(); });
    }

    // What goes wrong now cannot be told any more: the answer is cut off.
    void send_next_page() {
        try {
            const TenantScope scope(identity_.tenant);
            if (const auto read = read_page(); read) return send();
            log(LogLevel::warning, "export_cut_off", {{"table", table_.name}});
        } catch (const std::exception& error) {
            log(LogLevel::warning, "export_cut_off",
                {{"table", table_.name}, {"error", std::string_view{error.what()}}});
        }
    }

    const Request http_;
    const Identity identity_;
    std::map<std::string, std::string, std::less<>> query_;
    const ApiHandler list_;
    const ExportTable& table_;
    const Format format_;
    const ExportDeps deps_;
    std::shared_ptr<BodyWriter> writer_;
    std::string piece_;
    bool is_last_ = false;
};

std::optional<Format> parse_format(const std::optional<std::string>& word) {
    if (word == "csv") return Format::csv;
    if (word == "jsonl") return Format::jsonl;
    return std::nullopt;
}

Result<Response> begin_export(const ApiRequest& request, const ApiHandler& list,
                              const ExportTable& table, const ExportDeps& deps) {
    const auto format = parse_format(request.query("format"));
    if (!format) return fail(ErrorCode::invalid_argument, "`format` must be csv or jsonl.");
    const auto run = std::make_shared<Export>(request, list, table, *format, deps);
    if (const auto first = run->read_page(); !first) return tl::make_unexpected(first.error());
    Response response;
    response.content_type =
        *format == Format::csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
    const std::string day = to_rfc3339(deps.clock.now()).substr(0, 10);
    response.headers.emplace_back("Content-Disposition",
                                  fmt::format("attachment; filename=\"{}-{}.{}\"", table.name, day,
                                              *format == Format::csv ? "csv" : "jsonl"));
    response.stream = [run](std::shared_ptr<BodyWriter> writer) { run->start(std::move(writer)); };
    return response;
}

Route export_route(const Route& list, const ExportTable& table, const ExportDeps& deps) {
    std::vector<std::string> parameters{"format"};
    std::copy_if(list.query_parameters.begin(), list.query_parameters.end(),
                 std::back_inserter(parameters),
                 [](const std::string& name) { return name != "limit" && name != "cursor"; });
    return {"GET", fmt::format("/v1/export/{}", table.name), list.access,
            [handle = list.handle, &table, deps](const ApiRequest& request) {
                return begin_export(request, handle, table, deps);
            },
            std::move(parameters)};
}

}  // namespace

std::vector<Route> export_routes(const std::vector<Route>& lists, const ExportDeps& deps) {
    std::vector<Route> routes;
    for (const ExportTable& table : export_tables()) {
        for (const Route& list : lists) {
            if (list.method == "GET" && list.pattern == table.list) {
                routes.push_back(export_route(list, table, deps));
            }
        }
    }
    return routes;
}

}  // namespace callfold::http
