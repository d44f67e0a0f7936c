#include "app/replay.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"

namespace callfold {
namespace {

constexpr std::size_t in_flight_max = 32;
constexpr std::size_t lines_ahead_max = 512;  // of the first line that is not done
constexpr int tries_max = 6;
constexpr milliseconds first_pause{300};
constexpr milliseconds longest_wait{20};
constexpr milliseconds between_saves{500};
constexpr std::size_t shown_answer_bytes = 300;

milliseconds since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration_cast<milliseconds>(std::chrono::steady_clock::now() - start);
}

Result<std::size_t> count_lines(const std::string& file) {
    std::ifstream input{file, std::ios::binary};
    if (!input) {
        return fail(ErrorCode::not_found, fmt::format("The file {} cannot be read.", file));
    }
    std::size_t lines = 0;
    for (std::string line; std::getline(input, line);)
        ++lines;
    return lines;
}

// How many lines earlier replays have done.
Result<std::size_t> read_state(const std::string& file, std::size_t lines) {
    const std::string path = replay_state_path(file);
    std::ifstream input{path};
    if (!input) return 0;
    std::string text;
    std::getline(input, text);
    std::size_t done = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), done);
    if (error != std::errc{} || end != text.data() + text.size() || done > lines) {
        return fail(ErrorCode::conflict,
                    fmt::format("{} does not belong to {}, which has {} lines. Remove it to begin "
                                "with the first line.",
                                path, file, lines));
    }
    return done;
}

// Whole at any time: a new file takes the place of the old one.
Result<void> write_state(const std::string& file, std::size_t done) {
    const std::string path = replay_state_path(file);
    const std::string fresh = path + ".new";
    std::ofstream output{fresh, std::ios::trunc};
    output << done << "\n";
    output.close();
    std::error_code error;
    if (output) std::filesystem::rename(fresh, path, error);
    if (output && !error) return {};
    return fail(ErrorCode::failed, fmt::format("{} cannot be written.", path));
}

enum class Verdict { acknowledged, refused, try_again, give_up };

Verdict verdict_of(int status) {
    if (status == 200) return Verdict::acknowledged;
    if (status == 400 || status == 413 || status == 415 || status == 422) return Verdict::refused;
    if (status == 0 || status == 408 || status == 429 || status >= 500) return Verdict::try_again;
    return Verdict::give_up;
}

std::string words_of(const HttpResponse& response) {
    if (response.status == 0) return response.error;
    return fmt::format("HTTP {}: {}", response.status, cut_text(response.body, shown_answer_bytes));
}

class Replay {
  public:
    Replay(const std::string& file, const std::string& url, HttpTransport& transport,
           ReplayReport report)
        : file_(file), url_(url), transport_(transport), report_(std::move(report)), input_(file) {
        std::string passed;
        while (next_line_ < report_.done && std::getline(input_, passed))
            ++next_line_;
    }

    bool is_over() const {
        if (!sent_.empty()) return false;
        return !report_.stopped_because.empty() || report_.done == report_.lines;
    }

    std::size_t done() const { return report_.done; }

    void stop(std::string because) {
        if (report_.stopped_because.empty()) report_.stopped_because = std::move(because);
    }

    void send_more() {
        if (!report_.stopped_because.empty()) return;
        const milliseconds now = since(start_);
        while (!again_.empty() && again_.begin()->first <= now && sent_.size() < in_flight_max) {
            send(std::move(again_.extract(again_.begin()).mapped()));
        }
        while (sent_.size() < in_flight_max && next_line_ - report_.done < lines_ahead_max) {
            Line line;
            if (!std::getline(input_, line.body)) return;
            line.number = next_line_++;
            if (trim(line.body).empty()) {
                finish(line.number);
            } else {
                send(std::move(line));
            }
        }
    }

    void read_answers() {
        for (const HttpResponse& response : transport_.poll())
            take(std::move(sent_.extract(response.id).mapped()), response);
    }

    Result<void> save_now_and_then() {
        const milliseconds now = since(start_);
        if (now - saved_at_ < between_saves) return {};
        saved_at_ = now;
        return write_state(file_, report_.done);
    }

    ReplayReport take_report() { return std::move(report_); }

  private:
    struct Line {
        std::size_t number = 0;  // from 0
        std::string body;
        int tries = 0;
    };

    void send(Line line) {
        HttpRequest request;
        request.id = ++last_id_;
        request.url = url_;
        request.headers = {{"content-type", "application/json"}};
        request.body = line.body;
        sent_.emplace(request.id, std::move(line));
        transport_.start(std::move(request));
    }

    void take(Line line, const HttpResponse& response) {
        switch (verdict_of(response.status)) {
            case Verdict::acknowledged:
                count(response);
                finish(line.number);
                return;
            case Verdict::refused:
                if (report_.refused++ == 0) {
                    report_.first_refusal =
                        fmt::format("line {}: {}", line.number + 1, words_of(response));
                }
                finish(line.number);
                return;
            case Verdict::try_again:
                if (++line.tries < tries_max) {
                    again_.emplace(since(start_) + first_pause * (1 << line.tries),
                                   std::move(line));
                    return;
                }
                stop(words_of(response));
                return;
            case Verdict::give_up:
                stop(words_of(response));
                return;
        }
    }

    void count(const HttpResponse& response) {
        ++report_.acknowledged;
        const auto answer = nlohmann::json::parse(response.body, nullptr, false);
        if (!answer.is_object()) return;
        report_.duplicates += answer.value("duplicate", false) ? 1 : 0;
        report_.quarantined += answer.value("quarantined", false) ? 1 : 0;
    }

    // What is done is counted from the first line on, without gaps.
    void finish(std::size_t number) {
        done_ahead_.insert(number);
        while (!done_ahead_.empty() && *done_ahead_.begin() == report_.done) {
            done_ahead_.erase(done_ahead_.begin());
            ++report_.done;
        }
    }

    const std::string file_;
    const std::string url_;
    HttpTransport& transport_;
    ReplayReport report_;
    std::ifstream input_;
    std::size_t next_line_ = 0;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    milliseconds saved_at_{0};
    std::multimap<milliseconds, Line> again_;  // by when they are due
    std::map<std::uint64_t, Line> sent_;
    std::uint64_t last_id_ = 0;
    std::set<std::size_t> done_ahead_;
};

}  // namespace

std::string replay_state_path(const std::string& file) {
    return file + ".replayed";
}

Result<ReplayReport> replay(
    const std::string& file, const std::string& url, HttpTransport& transport,
    const std::atomic<bool>& stop,
    const std::function<void(std::size_t done, std::size_t all)>& progress) {
    const auto lines = count_lines(file);
    if (!lines) return tl::make_unexpected(lines.error());
    const auto done = read_state(file, *lines);
    if (!done) return tl::make_unexpected(done.error());
    if (const auto saved = write_state(file, *done); !saved) {
        return tl::make_unexpected(saved.error());
    }
    ReplayReport begin;
    begin.lines = *lines;
    begin.started_at = *done;
    begin.done = *done;
    Replay run{file, url, transport, std::move(begin)};
    while (!run.is_over()) {
        if (stop) run.stop("it was interrupted");
        run.send_more();
        transport.wait(longest_wait);
        run.read_answers();
        progress(run.done(), *lines);
        if (const auto saved = run.save_now_and_then(); !saved) {
            return tl::make_unexpected(saved.error());
        }
    }
    if (const auto saved = write_state(file, run.done()); !saved) {
        return tl::make_unexpected(saved.error());
    }
    return run.take_report();
}

}  // namespace callfold
