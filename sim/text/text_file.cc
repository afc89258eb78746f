#include "sim/text/text_file.h"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <system_error>

#include <fmt/format.h>

namespace shadowsim {

Result<std::string> read_text_file(const std::string& file) {
  constexpr std::size_t kBytesMost = 4U << 20U;
  const auto failed = [&](int why) { return usage_error(system_error(file, why).message); };
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) return failed(EISDIR);
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> stream{std::fopen(file.c_str(), "rb"),
                                                               &std::fclose};
  if (!stream) return failed(errno);
  std::string text(kBytesMost + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), stream.get()));
  if (std::ferror(stream.get()) != 0) return failed(errno);
  if (text.size() > kBytesMost)
    return usage_error(fmt::format("{}: larger than 4 MiB, which no file of ours is", file));
  return text;
}

}  // namespace shadowsim
