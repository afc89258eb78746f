#include "sim/terminal/endpoint_place.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cctype>
#include <cstdint>

namespace shadowsim::terminal {
namespace {

using namespace std::string_view_literals;

// Some leading bits of an address.
struct Prefix {
  std::array<std::uint8_t, 16> bytes;
  int bits;
};

constexpr std::array kLocal4{Prefix{{127}, 8}, Prefix{{10}, 8}, Prefix{{172, 16}, 12},
                             Prefix{{192, 168}, 16}, Prefix{{169, 254}, 16}};
constexpr std::array kLocal6{Prefix{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128},
                             Prefix{{0xfc}, 7}, Prefix{{0xfe, 0x80}, 10}};

bool begins_with(const std::array<std::uint8_t, 16>& address, const Prefix& prefix) {
  for (int bit = 0; bit < prefix.bits; ++bit) {
    const auto byte = static_cast<std::size_t>(bit / 8);
    const int mask = 0x80 >> (bit % 8);
    if ((address.at(byte) & mask) != (prefix.bytes.at(byte) & mask)) return false;
  }
  return true;
}

template <std::size_t kCount>
bool is_any(const std::array<std::uint8_t, 16>& address, const std::array<Prefix, kCount>& local) {
  return std::ranges::any_of(local,
                             [&](const Prefix& prefix) { return begins_with(address, prefix); });
}

std::string lower(std::string_view host) {
  std::string text{host};
  std::ranges::transform(text, text.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  if (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

bool is_local_host(std::string_view host) {
  const std::string name = lower(host);
  std::array<std::uint8_t, 16> address{};
  if (inet_pton(AF_INET, name.c_str(), address.data()) == 1) return is_any(address, kLocal4);
  if (inet_pton(AF_INET6, name.c_str(), address.data()) == 1) return is_any(address, kLocal6);
  return name.find('.') == std::string::npos || name.ends_with(".localhost"sv) ||
         name.ends_with(".local"sv);
}

std::optional<std::string> aws_region(std::string_view host) {
  std::string name = lower(host);
  for (const std::string_view suffix : {".amazonaws.com"sv, ".amazonaws.com.cn"sv}) {
    if (!name.ends_with(suffix)) continue;
    name.resize(name.size() - suffix.size());
    const std::size_t dot = name.rfind('.');
    if (dot == std::string::npos) return std::nullopt;
    return name.substr(dot + 1);
  }
  return std::nullopt;
}

}  // namespace shadowsim::terminal
