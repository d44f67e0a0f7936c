#include "app/cli/password_source.h"

#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <termios.h>
#include <unistd.h>

#include "app/cli/arguments.h"
#include "base/text.h"

namespace callfold {
namespace {

// Keeps the terminal from showing what is typed.
class HiddenTyping {
  public:
    explicit HiddenTyping(int descriptor) : descriptor_(descriptor) {
        if (tcgetattr(descriptor_, &before_) != 0) return;
        termios hidden = before_;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = tcsetattr(descriptor_, TCSAFLUSH, &hidden) == 0;
    }
    ~HiddenTyping() {
        if (changed_) tcsetattr(descriptor_, TCSAFLUSH, &before_);
    }
    HiddenTyping(const HiddenTyping&) = delete;
    HiddenTyping& operator=(const HiddenTyping&) = delete;

    bool is_hidden() const { return changed_; }

  private:
    const int descriptor_;
    termios before_{};
    bool changed_ = false;
};

std::string first_line(std::string_view text) {
    return clean_text(text.substr(0, text.find('\n')));
}

std::string ask(std::FILE* terminal, std::string_view question) {
    fmt::print(terminal, "{}: ", question);
    std::fflush(terminal);
    std::string line;
    for (int letter = std::fgetc(terminal); letter != EOF && letter != '\n';
         letter = std::fgetc(terminal)) {
        line += static_cast<char>(letter);
    }
    fmt::print(terminal, "\n");
    return first_line(line);
}

Result<std::optional<std::string>> ask_twice() {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> terminal{std::fopen("/dev/tty", "r+"),
                                                                   std::fclose};
    if (!terminal) {
        return fail(ErrorCode::invalid_argument,
                    "There is no terminal to ask at. Use --password-file, or neither to have a "
                    "password made.");
    }
    std::setvbuf(terminal.get(), nullptr, _IONBF, 0);
    const HiddenTyping hidden{fileno(terminal.get())};
    if (!hidden.is_hidden()) {
        return fail(ErrorCode::failed, "The terminal does not hide what is typed.");
    }
    std::string password = ask(terminal.get(), "Password");
    if (ask(terminal.get(), "The same again") != password) {
        return fail(ErrorCode::invalid_argument, "These were two different passwords.");
    }
    return std::optional(std::move(password));
}

}  // namespace

void add_password_options(CLI::App& command, PasswordSource& source) {
    CLI::Option* file = command.add_option("--password-file", source.file,
                                           "A file whose first line is the password.");
    command
        .add_flag("--ask-password", source.ask,
                  "Ask for the password. Without both, one is made and printed once.")
        ->excludes(file);
}

Result<std::optional<std::string>> read_password(const PasswordSource& source) {
    if (source.ask) return ask_twice();
    if (source.file.empty()) return std::nullopt;
    return read_file(source.file).map([](const std::string& text) {
        return std::optional(first_line(text));
    });
}

}  // namespace callfold
