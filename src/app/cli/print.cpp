#include "app/cli/print.h"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace callfold {
namespace {

constexpr std::size_t bar_width = 30;
constexpr long long draw_interval_ms = 100;

// Characters, not bytes: continuation bytes of UTF-8 take no column.
std::size_t columns_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
    }));
}

void print_row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool last = i + 1 == cells.size();
        const std::size_t padding = last ? 0 : widths[i] - columns_of(cells[i]) + 2;
        fmt::print("{}{}", cells[i], std::string(padding, ' '));
    }
    fmt::print("\n");
}

long long steady_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
}

}  // namespace

void print_table(const std::vector<std::string>& headings,
                 const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const std::string& heading : headings)
        widths.push_back(columns_of(heading));
    for (const auto& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths[i] = std::max(widths[i], columns_of(row[i]));
        }
    }
    const bool on_terminal = isatty(STDOUT_FILENO) == 1;
    if (on_terminal) fmt::print("\033[1m");
    print_row(headings, widths);
    if (on_terminal) fmt::print("\033[0m");
    for (const auto& row : rows)
        print_row(row, widths);
}

void print_json(const nlohmann::json& document) {
    fmt::print("{}\n", document.dump(2));
}

ProgressBar::ProgressBar(std::string what, std::size_t total)
    : what_(std::move(what)), total_(total), on_terminal_(isatty(STDERR_FILENO) == 1) {}

void ProgressBar::show(std::size_t done) {
    last_done_ = done;
    const long long now_ms = steady_ms();
    if (!on_terminal_ || now_ms - last_drawn_ms_ < draw_interval_ms) return;
    last_drawn_ms_ = now_ms;
    draw(done);
}

void ProgressBar::finish() {
    if (!on_terminal_) return;
    draw(last_done_);
    fmt::print(stderr, "\n");
}

void ProgressBar::draw(std::size_t done) {
    const std::size_t filled = total_ == 0 ? bar_width : bar_width * done / total_;
    fmt::print(stderr, "\r{} [{}{}] {}/{}", what_, std::string(filled, '#'),
               std::string(bar_width - filled, '.'), done, total_);
    std::fflush(stderr);
}

}  // namespace callfold
