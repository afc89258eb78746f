#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/quota/quota_profile.h"
#include "sim/text/nearest_name.h"
#include "sim/text/problems.h"
#include "sim/text/scalar_text.h"
#include "sim/text/text_file.h"
#include "sim/text/tree.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim::quota {
namespace {

constexpr std::string_view kSelectSuffix = "_select_regions";
constexpr std::uint64_t kSchemaVersion = 1;

using Names = std::vector<std::string_view>;

// The sections that hold limits, flags, words and remarks, each once.
Names sections() {
  Names names;
  for (const LimitRow& row : limit_rows()) {
    if (std::ranges::find(names, row.section) == names.end()) names.push_back(row.section);
  }
  return names;
}

}  // namespace

// Reads one file into one profile.
class ProfileReading {
 public:
  ProfileReading(RegionSize size, Problems& problems) : problems_{problems}, profile_{size} {}

  QuotaProfile read(const Node& root) {
    if (!is_mapping(root, "a quota file")) return profile_;
    Names allowed{"schema_version", "region_profiles", "units", "scale", "set", "excess_behaviour"};
    for (const std::string_view section : sections())
      allowed.push_back(section);
    for (const Node& item : root.items) {
      if (std::ranges::find(allowed, item.key) == allowed.end())
        problems_.add(item.key_place, unknown_key("a quota file", item.key, allowed));
    }
    read_heading(root);
    for (const std::string_view section : sections()) {
      const Node* const node = root.find(section);
      if (node != nullptr && is_mapping(*node, section)) read_section(*node);
    }
    if (const Node* const scale = root.find("scale")) read_scale(*scale);
    if (const Node* const set = root.find("set")) read_set(*set);
    if (const Node* const excess = root.find("excess_behaviour")) read_excess(*excess);
    check_keep_alive(root);
    return profile_;
  }

 private:
  bool is_mapping(const Node& node, std::string_view title) {
    if (node.kind == Node::Kind::kMapping) return true;
    problems_.add(node.introduced_at(),
                  fmt::format("{} must be a mapping, not {}", title, what_is(node)));
    return false;
  }

  void refuse(const Node& node, std::string_view allowed) {
    problems_.add(node.place,
                  fmt::format("{} must be {}, not {}", node.key, allowed, what_is(node)));
  }

  // --- the heading ----------------------------------------------------------------------------

  void read_heading(const Node& root) {
    const Node* const version = root.find("schema_version");
    if (version != nullptr && parse_unsigned(version->text) != kSchemaVersion)
      refuse(*version, fmt::format("{}", kSchemaVersion));
    const Node* const units = root.find("units");
    if (units != nullptr && is_mapping(*units, "units"))
      check_keys(*units, "units", {"bytes_per_kilobyte"});
    const Node* const regions = root.find("region_profiles");
    if (regions == nullptr || !is_mapping(*regions, "region_profiles")) return;
    check_keys(*regions, "region_profiles",
               {"active_profile", "broker_select_regions", "shadow_select_regions"});
    const Node* const active = regions->find("active_profile");
    if (active == nullptr) return;
    if (active->text == "large" || active->text == "select") {
      profile_ = QuotaProfile{active->text == "large" ? RegionSize::kLarge : RegionSize::kSelect};
    } else {
      refuse(*active, "large or select");
    }
  }

  void check_keys(const Node& node, std::string_view title, const Names& allowed) {
    for (const Node& item : node.items) {
      if (std::ranges::find(allowed, item.key) == allowed.end())
        problems_.add(item.key_place, unknown_key(title, item.key, allowed));
    }
  }

  // --- limits, flags and words ----------------------------------------------------------------

  void read_section(const Node& section) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < kLimits; ++i) {
      const LimitRow& row = limit_rows()[i];
      if (row.section != section.key) continue;
      known.emplace_back(row.key);
      if (row.has_select) known.push_back(std::string{row.key} + std::string{kSelectSuffix});
      read_limit(section, row, profile_.values_.at(i));
    }
    for (std::size_t i = 0; i < kFlags; ++i) {
      if (flag_rows()[i].section != section.key) continue;
      known.emplace_back(flag_rows()[i].key);
      read_flag(section.find(flag_rows()[i].key), profile_.flags_.at(i));
    }
    for (std::size_t i = 0; i < kWords; ++i) {
      if (word_rows()[i].section != section.key) continue;
      known.emplace_back(word_rows()[i].key);
      read_word(section.find(word_rows()[i].key), word_rows()[i], profile_.words_.at(i));
    }
    for (const RemarkRow& row : remark_rows()) {
      if (row.section == section.key) known.emplace_back(row.key);
    }
    check_keys(section, section.key, Names{known.begin(), known.end()});
  }

  void read_limit(const Node& section, const LimitRow& row, double& value) {
    const Node* const plain = section.find(row.key);
    const Node* const select =
        row.has_select ? section.find(std::string{row.key} + std::string{kSelectSuffix}) : nullptr;
    const auto large = plain != nullptr ? read_number(*plain, row) : std::nullopt;
    const auto small = select != nullptr ? read_number(*select, row) : std::nullopt;
    const bool is_select = profile_.size() == RegionSize::kSelect;
    if (large && !(is_select && small)) value = *large;
    if (small && is_select) value = *small;
  }

  std::optional<double> read_number(const Node& node, const LimitRow& row) {
    const auto number =
        node.kind == Node::Kind::kScalar && !node.quoted ? parse_number(node.text) : std::nullopt;
    if (number && can_be(row, *number)) return number;
    refuse(node, allowed_text(row));
    return std::nullopt;
  }

  void read_flag(const Node* node, bool& value) {
    if (node == nullptr) return;
    const auto flag = node->quoted ? std::nullopt : parse_boolean(node->text);
    if (flag && node->kind == Node::Kind::kScalar) {
      value = *flag;
    } else {
      refuse(*node, "true or false");
    }
  }

  void read_word(const Node* node, const WordRow& row, std::string& value) {
    if (node == nullptr) return;
    for (const std::string_view allowed : row.allowed) {
      if (!allowed.empty() && node->text == allowed) {
        value = allowed;
        return;
      }
    }
    refuse(*node, row.allowed[1].empty() ? std::string{row.allowed[0]}
                                         : fmt::format("{} or {}", row.allowed[0], row.allowed[1]));
  }

  // --- scale ----------------------------------------------------------------------------------

  void read_scale(const Node& node) {
    if (node.kind == Node::Kind::kScalar) {
      read_share(node, profile_.scale_.account);
      return;
    }
    if (!is_mapping(node, "scale")) return;
    check_keys(node, "scale", {"account", "connection", "time"});
    if (const Node* const one = node.find("account")) read_share(*one, profile_.scale_.account);
    if (const Node* const one = node.find("connection"))
      read_share(*one, profile_.scale_.connection);
    if (const Node* const one = node.find("time")) read_share(*one, profile_.scale_.time);
  }

  void read_share(const Node& node, double& share) {
    const auto number =
        node.kind == Node::Kind::kScalar && !node.quoted ? parse_number(node.text) : std::nullopt;
    if (number && *number >= kScaleLeast && *number <= 1) {
      share = *number;
    } else {
      refuse(node, "a number from 0.000001 to 1");
    }
  }

  void read_set(const Node& node) {
    if (!is_mapping(node, "set")) return;
    Names known;
    for (const LimitRow& row : limit_rows())
      known.push_back(row.key);
    for (const Node& item : node.items) {
      const auto limit = limit_named(item.key);
      if (!limit) {
        problems_.add(item.key_place, fmt::format("set: there is no limit '{}'{}", item.key,
                                                  suggestion(item.key, known)));
      } else if (const auto number = read_number(item, row_of(*limit))) {
        profile_.set(*limit, *number);
      }
    }
  }

  // At the one of both that the file names.
  void check_keep_alive(const Node& root) {
    constexpr std::string_view kMost = "keep_alive_max_seconds";
    const double least = profile_.value(Limit::kKeepAliveMinSeconds);
    const double most = profile_.value(Limit::kKeepAliveMaxSeconds);
    if (least <= most) return;
    for (const std::string_view section : {"connect", "set"}) {
      const Node* const node = root.find(section);
      if (node == nullptr) continue;
      for (const std::string_view key : {kMost, std::string_view{"keep_alive_min_seconds"}}) {
        if (const Node* const one = node->find(key)) {
          problems_.add(one->place,
                        fmt::format("{} is less than keep_alive_min_seconds, {} s", kMost, least));
          return;
        }
      }
    }
  }

  // --- what a client sees ---------------------------------------------------------------------

  void read_excess(const Node& node) {
    if (!is_mapping(node, node.key)) return;
    Names known;
    for (std::size_t i = 0; i < kExcesses; ++i) {
      const ExcessRow& row = excess_rows()[i];
      known.push_back(row.key);
      const Node* const found = node.find(row.key);
      if (found != nullptr && is_mapping(*found, row.key)) read_row(*found, i);
    }
    check_keys(node, node.key, known);
  }

  void read_row(const Node& node, std::size_t index) {
    Names known;
    for (std::size_t i = 0; i < kColumns; ++i) {
      const std::string_view column = name_of(static_cast<Column>(i));
      known.push_back(column);
      const Node* const found = node.find(column);
      if (found == nullptr) continue;
      const auto reaction = parse_reaction(found->text);
      if (reaction.has_error()) {
        problems_.add(found->place, reaction.error().message);
        continue;
      }
      profile_.reactions_.at(index).at(i) = *reaction;
      const auto can_be =
          check_reaction(excess_rows()[index].occasion, static_cast<Column>(i), *reaction);
      if (can_be.has_error())
        problems_.add(found->place, fmt::format("{}.{}: {}: {}", excess_rows()[index].key, column,
                                                found->text, can_be.error().message));
    }
    if (static_cast<Excess>(index) == Excess::kConnectRateClientId) {
      known.emplace_back("takeover_of_old_session");
      read_flag(node.find(known.back()), profile_.takes_over_when_throttled_);
    }
    if (static_cast<Excess>(index) == Excess::kPublishRateConnectionSustained) {
      known.emplace_back("close_after_continuous_excess_seconds");
      const Node* const found = node.find(known.back());
      constexpr LimitRow kLasting{{}, {}, Unit::kTime, Scope::kNone, 0, 0};
      const auto seconds = found != nullptr ? read_number(*found, kLasting) : std::nullopt;
      if (seconds)
        profile_.closes_after_excess_ =
            std::chrono::round<Duration>(std::chrono::duration<double>{*seconds});
    }
    check_keys(node, node.key, known);
  }

  Problems& problems_;
  QuotaProfile profile_;
};

Result<QuotaProfile> read_profile_text(std::string_view text, const std::string& file,
                                       RegionSize size) {
  Problems problems{file};
  const auto root = read_yaml(text, 0, problems);
  if (!root) return problems.to_error();
  QuotaProfile profile{size};
  if (root->kind != Node::Kind::kNull) profile = ProfileReading{size, problems}.read(*root);
  if (!problems.empty()) return problems.to_error();
  return profile;
}

Result<QuotaProfile> read_profile(const std::string& file, RegionSize size) {
  const auto text = read_text_file(file);
  if (!text) return text.error();
  return read_profile_text(*text, file, size);
}

}  // namespace shadowsim::quota
