#include "sim/scenario/json_schema.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <rapidjson/prettywriter.h>
#include <rapidjson/stringbuffer.h>

#include "sim/base/check.h"
#include "sim/scenario/describe.h"
#include "sim/scenario/json_value.h"
#include "sim/scenario/scalar_pattern.h"
#include "sim/scenario/schema.h"
#include "sim/text/scalar_text.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

constexpr std::string_view kValue = "value";  // the definition of what a property may be

std::string definition_name(const Mapping& mapping) {
  std::string name{mapping.title};
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

std::string reference_to(std::string_view definition) {
  return fmt::format("#/definitions/{}", definition);
}

// The parts of a type, each with nothing but one form.
std::vector<Type> forms_of(const Type& type) {
  std::vector<Type> forms;
  if (type.scalar != Scalar::kNone) {
    forms.push_back(type);
    forms.back().item = nullptr;
    forms.back().mapping = nullptr;
    forms.back().property = nullptr;
  }
  if (type.item != nullptr)
    forms.push_back({.item = type.item, .items_min = type.items_min, .items_max = type.items_max});
  if (type.mapping != nullptr) forms.push_back({.mapping = type.mapping});
  if (type.property != nullptr) forms.push_back({.property = type.property});
  return forms;
}

class SchemaWriter {
 public:
  std::string write(const Mapping& scenario) {
    json_.SetIndent(' ', 2);
    json_.StartObject();
    text("$schema", "http://json-schema.org/draft-07/schema#");
    write_mapping(scenario);
    name("definitions");
    json_.StartObject();
    write_value_definition();
    for (std::size_t i = 0; i < defined_.size(); ++i) {  // grows on the way
      name(definition_name(*defined_[i]));
      json_.StartObject();
      write_mapping(*defined_[i]);
      json_.EndObject();
    }
    json_.EndObject();
    json_.EndObject();
    return std::string{buffer_.GetString(), buffer_.GetSize()} + "\n";
  }

 private:
  void string(std::string_view value) {
    json_.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
  }
  void name(std::string_view key) {
    json_.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  }
  void text(std::string_view key, std::string_view value) {
    name(key);
    string(value);
  }
  void count(std::string_view key, std::uint64_t value) {
    name(key);
    json_.Uint64(value);
  }
  void number(std::string_view key, double value) {
    name(key);
    constexpr double kWholeMost = 1e15;
    if (std::abs(value) < kWholeMost && value == std::floor(value))
      json_.Int64(static_cast<std::int64_t>(value));
    else
      json_.Double(value);
  }
  void strings(std::string_view key, std::span<const std::string_view> values) {
    name(key);
    json_.StartArray();
    for (const auto value : values)
      string(value);
    json_.EndArray();
  }
  void types(std::initializer_list<std::string_view> names) {
    if (names.size() == 1)
      text("type", *names.begin());
    else
      strings("type", {names.begin(), names.size()});
  }

  void reference(std::string_view definition) { text("$ref", reference_to(definition)); }

  void write_mapping(const Mapping& mapping) {
    text("title", mapping.title);
    text("description", mapping.meaning);
    types({"object"});
    name("additionalProperties");
    json_.Bool(false);
    std::vector<std::string_view> required;
    name("properties");
    json_.StartObject();
    for (const Key& key : mapping.keys) {
      if (key.need == Need::kRequired) required.push_back(key.name);
      write_key(key);
    }
    json_.EndObject();
    if (!required.empty()) strings("required", required);
    if (!mapping.choices.empty()) write_choices(mapping.choices);
  }

  void write_choices(std::span<const Choice> choices) {
    name("allOf");
    json_.StartArray();
    for (const Choice& choice : choices) {
      json_.StartObject();
      name(choice.kind == Choice::Kind::kExactlyOne ? "oneOf" : "anyOf");
      json_.StartArray();
      for (const auto& key : given(choice.keys)) {
        json_.StartObject();
        strings("required", {&key, 1});
        json_.EndObject();
      }
      json_.EndArray();
      json_.EndObject();
    }
    json_.EndArray();
  }

  void write_key(const Key& key) {
    name(key.name);
    json_.StartObject();
    std::string about{key.meaning};
    if (key.type.scalar != Scalar::kNone) {
      const Type scalar = forms_of(key.type).front();
      about += fmt::format("\n\nTakes {}{}.", describe(scalar),
                           forms_of(key.type).size() > 1 ? ", or more" : "");
    }
    text("description", about);
    if (key.need == Need::kDefault) write_default(key.otherwise);
    write_type(key.type);
    json_.EndObject();
  }

  void write_default(std::string_view yaml) {
    Problems none{"default"};
    const auto value = read_yaml(yaml, 0, none);
    SHADOWSIM_CHECK(value && none.empty(), "default: {}", yaml);
    const std::string json = json_text(*value);
    name("default");
    json_.RawValue(json.data(), json.size(), rapidjson::kObjectType);
  }

  void write_type(const Type& type) {
    const auto forms = forms_of(type);
    if (forms.size() == 1) {
      write_form(type);
      return;
    }
    name("anyOf");
    json_.StartArray();
    for (const Type& form : forms) {
      json_.StartObject();
      write_form(form);
      json_.EndObject();
    }
    json_.EndArray();
  }

  void write_form(const Type& form) {
    if (form.mapping != nullptr) {
      if (std::find(defined_.begin(), defined_.end(), form.mapping) == defined_.end())
        defined_.push_back(form.mapping);
      write_reference(definition_name(*form.mapping));
    } else if (form.item != nullptr) {
      write_list(form);
    } else if (form.property != nullptr) {
      write_properties(*form.property);
    } else {
      write_scalar(form);
    }
  }

  // In draft 7 what stands beside a reference is void, so it stands alone.
  void write_reference(std::string_view definition) {
    name("allOf");
    json_.StartArray();
    json_.StartObject();
    reference(definition);
    json_.EndObject();
    json_.EndArray();
  }

  void write_list(const Type& list) {
    types({"array"});
    if (list.items_min > 0) count("minItems", list.items_min);
    if (list.items_max < Type{}.items_max) count("maxItems", list.items_max);
    name("items");
    json_.StartObject();
    write_type(*list.item);
    json_.EndObject();
  }

  void write_properties(const Type& value) {
    types({"object"});
    count("minProperties", 1);
    name("propertyNames");
    json_.StartObject();
    count("minLength", 1);
    json_.EndObject();
    name("additionalProperties");
    json_.StartObject();
    write_type(value);
    json_.EndObject();
  }

  void write_scalar(const Type& type) {
    switch (type.scalar) {
      case Scalar::kJson:
        write_reference(kValue);
        return;
      case Scalar::kInteger:
      case Scalar::kNumber:
        types({type.scalar == Scalar::kInteger ? "integer" : "number"});
        write_range(type.range);
        return;
      case Scalar::kSeed:
        types({"integer"});
        count("minimum", 0);
        count("maximum", std::numeric_limits<std::uint64_t>::max());
        return;
      case Scalar::kBoolean:
        types({"boolean"});
        return;
      case Scalar::kWord:
        write_words(given(type.words));
        return;
      case Scalar::kDuration:
      case Scalar::kRate:
      case Scalar::kRateOrFind:
      case Scalar::kThreshold:
        write_quantity(type);
        return;
      default:  // any text, and to the reader 12 and true are some, too
        types({"string", "number", "boolean"});
        write_pattern(type);
    }
  }

  void write_quantity(const Type& type) {
    const bool may_be_zero = type.scalar == Scalar::kDuration && !type.range.above_min;
    if (may_be_zero) {
      types({"string", "number"});  // of the numbers, a bare 0
      count("minimum", 0);
      count("maximum", 0);
    } else {
      types({"string"});
    }
    write_pattern(type);
    strings("examples", examples_of(type.scalar));
  }

  // The message is no keyword of JSON Schema, but what VS Code shows, and others pass over.
  void write_pattern(const Type& type) {
    const std::string pattern = pattern_of(type);
    if (pattern.empty()) return;
    text("pattern", pattern);
    text("patternErrorMessage", "Must be " + describe(type));
  }

  void write_range(const Range& range) {
    const auto is_bound = [](double end) {
      return std::abs(end) < std::numeric_limits<double>::max();
    };
    if (is_bound(range.min)) number(range.above_min ? "exclusiveMinimum" : "minimum", range.min);
    if (is_bound(range.max)) number("maximum", range.max);
  }

  // A word that looks like a number is one, unless it is quoted.
  void write_words(std::span<const std::string_view> words) {
    name("enum");
    json_.StartArray();
    for (const auto word : words) {
      if (const auto integer = parse_integer(word)) json_.Int64(*integer);
      string(word);
    }
    json_.EndArray();
  }

  void write_value_definition() {
    name(kValue);
    json_.StartObject();
    text("description", "Any value but null, sent as JSON.");
    types({"string", "number", "boolean", "array", "object"});
    for (const auto* const inner : {"items", "additionalProperties"}) {
      name(inner);
      json_.StartObject();
      reference(kValue);
      json_.EndObject();
    }
    json_.EndObject();
  }

  rapidjson::StringBuffer buffer_;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> json_{buffer_};
  std::vector<const Mapping*> defined_;  // in the order in which they are first referred to
};

}  // namespace

std::string json_schema_text() {
  return SchemaWriter{}.write(scenario_schema());
}

std::string limits_json_schema_text() {
  return SchemaWriter{}.write(limits_schema());
}

}  // namespace shadowsim::scenario
