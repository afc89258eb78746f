#include "sim/scenario/validation.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/describe.h"
#include "sim/scenario/json_value.h"
#include "sim/scenario/scalar_check.h"
#include "sim/text/nearest_name.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

// How a value is called in messages: "fleet.lights", "timeline[0].churn"; the top has no name.
std::string path_of(const std::string& parent, std::string_view key) {
  return parent.empty() ? std::string{key} : fmt::format("{}.{}", parent, key);
}

std::string named(const std::string& path) {
  return path.empty() ? "a scenario" : path;
}

std::vector<std::string_view> names_of(const Mapping& mapping) {
  std::vector<std::string_view> names;
  for (const Key& key : mapping.keys)
    names.push_back(key.name);
  return names;
}

class Validation {
 public:
  explicit Validation(Problems& problems) : problems_{problems} {}

  void check_mapping(Node& node, const Mapping& mapping, const std::string& path) {
    const auto names = names_of(mapping);
    std::vector<std::string_view>
        meant;  // by keys that are not known; what is meant is not missing
    for (Node& item : node.items) {
      check_item(item, mapping, path);
      const bool is_known = std::find(names.begin(), names.end(), item.key) != names.end();
      if (const auto nearest = nearest_name(item.key, names); nearest && !is_known)
        meant.push_back(*nearest);
    }
    check_choices(node, mapping, meant, path);
    for (const Key& key : mapping.keys) {
      if (std::find(meant.begin(), meant.end(), key.name) == meant.end())
        check_presence(node, key, path);
    }
  }

 private:
  void check(Node& node, const Type& type, const std::string& path) {
    if (type.scalar == Scalar::kJson) {
      node.sound = check_json(node, path, problems_);
    } else if (node.kind == Node::Kind::kNull) {
      node.sound = false;
      problems_.add(node.place,
                    fmt::format("{} has no value, it must be {}", path, describe(type)));
    } else if (node.kind == Node::Kind::kScalar && type.scalar != Scalar::kNone) {
      check_scalar_form(node, type, path);
    } else if (node.kind == Node::Kind::kList && type.item != nullptr) {
      check_list(node, type, path);
    } else if (node.kind == Node::Kind::kMapping && type.mapping != nullptr) {
      check_mapping(node, *type.mapping, path);
    } else if (node.kind == Node::Kind::kMapping && type.property != nullptr) {
      check_properties(node, *type.property, path);
    } else {
      refuse_form(node, type, path, "");
    }
  }

  void refuse_form(Node& node, const Type& type, const std::string& path,
                   const std::string& suggested) {
    node.sound = false;
    problems_.add(node.place, fmt::format("{} must be {}, not {}{}", path, describe(type),
                                          what_is(node), suggested));
  }

  void check_scalar_form(Node& node, const Type& type, const std::string& path) {
    const auto checked = check_scalar(node, type);
    if (checked) return;
    const bool only_form = type.item == nullptr && type.mapping == nullptr;
    if (only_form && !checked.error().message.empty()) {
      node.sound = false;
      problems_.add(node.place, fmt::format("{}: {}", path, checked.error().message));
    } else {
      refuse_form(node, type, path, suggestion(node.text, given(type.words)));
    }
  }

  void check_list(Node& node, const Type& type, const std::string& path) {
    const std::size_t count = node.items.size();
    if (count < type.items_min || count > type.items_max) {
      node.sound = false;
      problems_.add(node.place, fmt::format("{} has {} item{}, it must be {}", path, count,
                                            count == 1 ? "" : "s", describe(type)));
    }
    for (std::size_t i = 0; i < node.items.size(); ++i)
      check(node.items[i], *type.item, fmt::format("{}[{}]", path, i));
  }

  void check_properties(Node& node, const Type& value, const std::string& path) {
    if (node.items.empty()) {
      node.sound = false;
      problems_.add(node.introduced_at(), path + " must name at least one property");
    }
    for (Node& item : node.items) {
      if (item.key.empty()) problems_.add(item.key_place, path + " has a property without a name");
      check(item, value, path_of(path, item.key));
    }
  }

  void check_item(Node& item, const Mapping& mapping, const std::string& path) {
    for (const Key& key : mapping.keys) {
      if (key.name != item.key) continue;
      check(item, key.type, path_of(path, item.key));
      return;
    }
    refuse_key(item, mapping, path);
  }

  void refuse_key(const Node& item, const Mapping& mapping, const std::string& path) {
    const auto names = names_of(mapping);
    const std::size_t colon = item.key.find(':');
    const bool lacks_space =
        colon != std::string::npos &&
        std::find(names.begin(), names.end(), item.key.substr(0, colon)) != names.end();
    problems_.add(
        item.key_place,
        lacks_space ? fmt::format("{} has no key '{}', a space must follow the colon. Allowed: {}",
                                  named(path), item.key, fmt::join(names, ", "))
                    : unknown_key(named(path), item.key, names));
  }

  void check_choices(Node& node, const Mapping& mapping, const std::vector<std::string_view>& meant,
                     const std::string& path) {
    for (const Choice& choice : mapping.choices) {
      const auto names = given(choice.keys);
      std::vector<const Node*> made;
      for (const Node& item : node.items) {
        if (std::find(names.begin(), names.end(), item.key) != names.end()) made.push_back(&item);
      }
      const bool exactly = choice.kind == Choice::Kind::kExactlyOne;
      const bool is_meant =
          std::find_first_of(names.begin(), names.end(), meant.begin(), meant.end()) != names.end();
      if (made.empty() && is_meant) {
        node.sound = false;
      } else if (made.empty()) {
        node.sound = false;
        problems_.add(node.introduced_at(), fmt::format("{} needs {} of {}", named(path),
                                                        exactly ? "exactly one" : "at least one",
                                                        fmt::join(names, ", ")));
      } else if (exactly && made.size() > 1) {
        node.sound = false;
        problems_.add(made[1]->key_place,
                      fmt::format("{} has both '{}' and '{}', it takes exactly one of {}",
                                  named(path), made[0]->key, made[1]->key, fmt::join(names, ", ")));
      }
    }
  }

  void check_presence(Node& node, const Key& key, const std::string& path) {
    if (key.need == Need::kOptional || node.find(key.name) != nullptr) return;
    if (key.need == Need::kDefault) {
      add_default(node, key);
      return;
    }
    problems_.add(node.introduced_at(), fmt::format("{} needs the key '{}': {}", named(path),
                                                    key.name, describe(key.type)));
  }

  // A default stands at its mapping's place, should a later check have to point at it.
  void add_default(Node& node, const Key& key) {
    Problems none{"default"};
    auto value = read_yaml(key.otherwise, 0, none);
    SHADOWSIM_CHECK(value && none.empty(), "default of {}: {}", key.name, key.otherwise);
    set_place(*value, node.introduced_at());
    value->key = key.name;
    value->key_place = node.introduced_at();
    const std::size_t before = problems_.count();
    check(*value, key.type, std::string{key.name});
    SHADOWSIM_CHECK(problems_.count() == before, "default of {}: {}", key.name, key.otherwise);
    node.items.push_back(std::move(*value));
  }

  static void set_place(Node& node, Place place) {
    node.place = place;
    node.key_place = place;
    for (Node& item : node.items)
      set_place(item, place);
  }

  Problems& problems_;
};

}  // namespace

void validate(Node& root, const Mapping& schema, Problems& problems) {
  Validation{problems}.check_mapping(root, schema, "");
}

}  // namespace shadowsim::scenario
