#include "sim/policy/glob.h"

#include "sim/text/source_text.h"

namespace shadowsim::policy {
namespace {

constexpr char32_t kAnyRun = 0x110000;
constexpr char32_t kAnyOne = 0x110001;
constexpr char32_t kNoCharacter = 0x110100;  // and up: a byte that is not UTF-8

char32_t decode(std::string_view sequence) {
  const auto byte = [&](std::size_t at) {
    return static_cast<char32_t>(static_cast<unsigned char>(sequence[at]));
  };
  if (sequence.size() == 1) return byte(0);
  char32_t point = byte(0) & (0x7FU >> sequence.size());
  for (std::size_t i = 1; i < sequence.size(); ++i)
    point = (point << 6U) | (byte(i) & 0x3FU);
  return point;
}

}  // namespace

std::u32string code_points(std::string_view utf8) {
  std::u32string points;
  points.reserve(utf8.size());
  for (std::size_t at = 0; at < utf8.size();) {
    const std::size_t length = utf8_length(utf8.substr(at));
    points += length != 0 ? decode(utf8.substr(at, length))
                          : kNoCharacter + static_cast<unsigned char>(utf8[at]);
    at += length != 0 ? length : 1;
  }
  return points;
}

std::u32string folded_code_points(std::string_view utf8) {
  std::u32string points = code_points(utf8);
  for (char32_t& point : points) {
    if (point >= U'A' && point <= U'Z') point += U'a' - U'A';
  }
  return points;
}

void Glob::add_any_run() {
  if (symbols_.empty() || symbols_.back() != kAnyRun) symbols_ += kAnyRun;
}

void Glob::add_any_one() {
  symbols_ += kAnyOne;
}

void Glob::add(const Glob& other) {
  symbols_ += other.symbols_;
}

bool Glob::matches(std::u32string_view text) const {
  std::size_t at = 0;       // in the text
  std::size_t symbol = 0;   // in the pattern
  std::size_t after = 0;    // one past the last run met; 0: none
  std::size_t covered = 0;  // how far that run reaches
  while (at < text.size()) {
    if (symbol < symbols_.size() && symbols_[symbol] == kAnyRun) {
      after = ++symbol;
      covered = at;
    } else if (symbol < symbols_.size() &&
               (symbols_[symbol] == kAnyOne || symbols_[symbol] == text[at])) {
      ++symbol;
      ++at;
    } else if (after != 0) {
      symbol = after;
      at = ++covered;
    } else {
      return false;
    }
  }
  while (symbol < symbols_.size() && symbols_[symbol] == kAnyRun)
    ++symbol;
  return symbol == symbols_.size();
}

Glob glob_of(std::string_view text) {
  Glob glob;
  for (const char32_t character : code_points(text)) {
    if (character == U'*')
      glob.add_any_run();
    else if (character == U'?')
      glob.add_any_one();
    else
      glob.add_text({&character, 1});
  }
  return glob;
}

std::vector<Glob> Glob::parts(std::size_t most) const {
  std::vector<Glob> found(1);
  for (const char32_t symbol : symbols_) {
    if (symbol == U':' && found.size() < most) {
      found.emplace_back();
    } else {
      found.back().symbols_ += symbol;
    }
  }
  return found;
}

}  // namespace shadowsim::policy
