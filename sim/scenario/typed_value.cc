#include "sim/scenario/typed_value.h"

#include "sim/scenario/json_value.h"
#include "sim/text/scalar_text.h"

namespace shadowsim::scenario {
namespace {

const Node* scalar(const Node* node) {
  return is_readable(node) && node->kind == Node::Kind::kScalar ? node : nullptr;
}

}  // namespace

bool is_readable(const Node* node) {
  return node != nullptr && node->sound;
}

std::int64_t integer_of(const Node* node) {
  return scalar(node) != nullptr ? parse_integer(node->text).value_or(0) : 0;
}

std::uint32_t count_of(const Node* node) {
  return static_cast<std::uint32_t>(integer_of(node));
}

std::uint64_t seed_of(const Node* node) {
  return scalar(node) != nullptr ? parse_unsigned(node->text).value_or(0) : 0;
}

double number_of(const Node* node) {
  return scalar(node) != nullptr ? parse_number(node->text).value_or(0) : 0;
}

bool boolean_of(const Node* node) {
  return scalar(node) != nullptr && parse_boolean(node->text).value_or(false);
}

Duration duration_of(const Node* node) {
  if (scalar(node) == nullptr) return {};
  const auto parsed = parse_duration(node->text);
  return parsed ? *parsed : Duration{};
}

Rate rate_of(const Node* node) {
  if (scalar(node) == nullptr) return {};
  const auto parsed = parse_rate(node->text);
  return parsed ? *parsed : Rate{};
}

std::string text_of(const Node* node) {
  return scalar(node) != nullptr ? node->text : std::string{};
}

std::vector<Property> properties_of(const Node* node) {
  std::vector<Property> properties;
  if (!is_readable(node)) return properties;
  for (const Node& item : node->items) {
    if (item.sound) properties.push_back({item.key, json_text(item)});
  }
  return properties;
}

}  // namespace shadowsim::scenario
