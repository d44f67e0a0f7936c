// A configuration file.
#include <cstdint>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/options.h"
#include "tests/fuzz/require.h"

namespace {

// A file in memory that is written anew for each input.
class File {
  public:
    File() : descriptor_(::memfd_create("configuration", MFD_CLOEXEC)) {}
    std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }
    void write(const std::uint8_t* data, std::size_t size) const {
        callfold::fuzz::require(
            ::ftruncate(descriptor_, 0) == 0 &&
                ::pwrite(descriptor_, data, size, 0) == static_cast<ssize_t>(size),
            "the file can be written");
    }

  private:
    const int descriptor_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const File file;
    file.write(data, size);
    const auto resolved = callfold::resolve_config({file.path(), {}, {}});
    if (!resolved) {
        callfold::fuzz::require(!resolved.error().message.empty(), "a refusal has words");
        return 0;
    }
    const auto& temperature = resolved->config.openai.temperature;
    callfold::fuzz::require(!temperature || (*temperature >= 0 && *temperature <= 2),
                            "a temperature lies in 0 to 2");
    callfold::fuzz::require(resolved->values.size() == callfold::options().size(),
                            "every option has a value");
    return 0;
}
