#include "sim/scenario/json_schema.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sim/base/check.h"
#include "sim/scenario/describe.h"
#include "sim/scenario/json_value.h"
#include "sim/scenario/keyword_writer.h"
#include "sim/scenario/scalar_schema.h"
#include "sim/scenario/schema.h"
#include "sim/text/yaml_tree.h"

namespace shadowsim::scenario {
namespace {

std::string definition_name(const Mapping& mapping) {
  std::string name{mapping.title};
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
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
    json_.begin_object();
    json_.text("$schema", "http://json-schema.org/draft-07/schema#");
    write_mapping(scenario);
    json_.begin_object("definitions");
    write_value_definition(json_);
    for (std::size_t i = 0; i < defined_.size(); ++i) {  // grows on the way
      json_.begin_object(definition_name(*defined_[i]));
      write_mapping(*defined_[i]);
      json_.end_object();
    }
    json_.end_object();
    json_.end_object();
    return json_.finished();
  }

 private:
  void write_mapping(const Mapping& mapping) {
    json_.text("title", mapping.title);
    json_.text("description", mapping.meaning);
    json_.types({"object"});
    json_.truth("additionalProperties", false);
    std::vector<std::string_view> required;
    json_.begin_object("properties");
    for (const Key& key : mapping.keys) {
      if (key.need == Need::kRequired) required.push_back(key.name);
      write_key(key);
    }
    json_.end_object();
    if (!required.empty()) json_.strings("required", required);
    if (!mapping.choices.empty()) write_choices(mapping.choices);
  }

  void write_choices(std::span<const Choice> choices) {
    json_.begin_array("allOf");
    for (const Choice& choice : choices) {
      json_.begin_object();
      json_.begin_array(choice.kind == Choice::Kind::kExactlyOne ? "oneOf" : "anyOf");
      for (const auto& key : given(choice.keys)) {
        json_.begin_object();
        json_.strings("required", {&key, 1});
        json_.end_object();
      }
      json_.end_array();
      json_.end_object();
    }
    json_.end_array();
  }

  void write_key(const Key& key) {
    json_.begin_object(key.name);
    std::string about{key.meaning};
    if (key.type.scalar != Scalar::kNone) {
      const Type scalar = forms_of(key.type).front();
      about += fmt::format("\n\nTakes {}{}.", describe(scalar),
                           forms_of(key.type).size() > 1 ? ", or more" : "");
    }
    json_.text("description", about);
    if (key.need == Need::kDefault) write_default(key.otherwise);
    write_type(key.type);
    json_.end_object();
  }

  void write_default(std::string_view yaml) {
    Problems none{"default"};
    const auto value = read_yaml(yaml, 0, none);
    SHADOWSIM_CHECK(value && none.empty(), "default: {}", yaml);
    const std::string json = json_text(*value);
    json_.raw("default", json);
  }

  void write_type(const Type& type) {
    const auto forms = forms_of(type);
    if (forms.size() == 1) {
      write_form(type);
      return;
    }
    json_.begin_array("anyOf");
    for (const Type& form : forms) {
      json_.begin_object();
      write_form(form);
      json_.end_object();
    }
    json_.end_array();
  }

  void write_form(const Type& form) {
    if (form.mapping != nullptr) {
      if (std::find(defined_.begin(), defined_.end(), form.mapping) == defined_.end())
        defined_.push_back(form.mapping);
      json_.reference_among_others(definition_name(*form.mapping));
    } else if (form.item != nullptr) {
      write_list(form);
    } else if (form.property != nullptr) {
      write_properties(*form.property);
    } else {
      write_scalar_schema(form, json_);
    }
  }

  void write_list(const Type& list) {
    json_.types({"array"});
    if (list.items_min > 0) json_.count("minItems", list.items_min);
    if (list.items_max < Type{}.items_max) json_.count("maxItems", list.items_max);
    json_.begin_object("items");
    write_type(*list.item);
    json_.end_object();
  }

  void write_properties(const Type& value) {
    json_.types({"object"});
    json_.count("minProperties", 1);
    json_.begin_object("propertyNames");
    json_.count("minLength", 1);
    json_.end_object();
    json_.begin_object("additionalProperties");
    write_type(value);
    json_.end_object();
  }

  KeywordWriter json_;
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
