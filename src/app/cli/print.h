#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace callfold {

// Prints rows under their headings, in columns as wide as they need, to standard output. Bold
// headings on a terminal.
void print_table(const std::vector<std::string>& headings,
                 const std::vector<std::vector<std::string>>& rows);

// Prints a JSON document and a line end to standard output.
void print_json(const nlohmann::json& document);

// Progress on one line of a terminal's standard error; nothing elsewhere. `done` of `total`, at
// most ten times a second; `finish` leaves the last state on the screen.
class ProgressBar {
  public:
    ProgressBar(std::string what, std::size_t total);
    void show(std::size_t done);
    void finish();

  private:
    void draw(std::size_t done);

    const std::string what_;
    const std::size_t total_;
    const bool on_terminal_;
    long long last_drawn_ms_ = 0;
    std::size_t last_done_ = 0;
};

}  // namespace callfold
