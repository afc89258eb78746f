#include "sim/scenario/reference.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sim/scenario/describe.h"
#include "sim/scenario/schema.h"

namespace shadowsim::scenario {
namespace {

constexpr std::string_view kIntroduction = R"(# Scenario files

A scenario says which lights there are, what happens to them and what must come of it. It is a YAML
file; `shadowsim check FILE` tells whether it is right, and `shadowsim run FILE` plays it. This page
is made from the program's own description of the format, the one that files are checked against.

The least that a scenario needs:

```yaml
shadowsim: 1
fleet: {lights: 10}
timeline:
  - churn: {for: 10s, desired: {rate: 5/s, values: {color: {one_of: [red, green, blue]}}}}
```

Editors complete and check scenarios by [scenario.schema.json](../scenarios/scenario.schema.json), made
from the same description. VS Code does with its YAML extension (Red Hat), and others that use
yaml-language-server, where a comment before the first key names the schema, as in the files of
[scenarios/](../scenarios):

```yaml
# yaml-language-server: $schema=scenario.schema.json
```

## Values

- **Durations** carry a unit: `250ms`, `1.5s`, `10m`, `24h`, `30us`, `100ns`. A bare `0` is one, too.
- **Rates** carry one as well: `100/s`, `30/m`, `10/h`.
- **Property values** are YAML, sent as JSON: `true` and `false` are booleans, `12` and `0.5` numbers,
  anything else and all that is quoted is text: `"1"` is a text, and so are `on`, `off`, `yes` and
  `no`. Lists and mappings may be nested, at most 6 keys deep, as the shadow service takes them. Null
  is refused: the service would take it for a removal. The largest state that a scenario can give a
  shadow must fit the service's 8192 bytes.
- **Names with numbers**: `{index}` is a number from 0, `{index:4}` the same with at least 4 digits,
  `{thing}` (in `fleet.client_id` and `fleet.certificates`) the light's thing name. Inside `{...}` and
  `[...]` such a text must be quoted. All thing names differ, and so do all client IDs, the apps' included.
- Thing names have 1 to 128 letters, digits, `:`, `_` and `-`; client IDs 1 to 128 bytes.
- **Shadows** are called by their names, 1 to 64 letters, digits, `:`, `_`, `-` and `$`; the word
  `classic` stands for the classic shadow, which has none.

## How time passes

Steps follow one another: each begins when all steps before it in the list have ended. A `change`
takes no time. With `at` it comes at that moment of the timeline, wherever it stands in the list, and
counts as ended then: put it after the churn in whose midst it is to come. Changes that fall on the
same moment happen in the order of the list.

The schedule is open loop: it never waits for an answer. It is drawn from `seed` alone, so the same
file and seed give the same plan, byte for byte, whatever is measured.

## Changing a scenario from the command line

- `--set PATH=VALUE` replaces or adds any value before the file is checked. PATH is keys joined by
  dots, with `[N]` for an item of a list counted from 0; VALUE is YAML:
  `--set fleet.lights=10 --set timeline[0].churn.for=5s --set 'fleet.apply_delay={uniform: [1ms, 2ms]}'`.
  A key that holds a dot is written `["a.b"]`.
- `--lights N` is short for `--set fleet.lights=N`, and `--seed S` for `--set seed=S`.
- `--duration D` lengthens or shortens the last `churn` step (never a warm-up), so that the timeline
  ends after D; the drain comes on top. A ramp in that step keeps its rates and stretches its steps.

## Thresholds

`METRIC < LIMIT`, with one of `<` `<=` `>` `>=` `==`, or `METRIC / METRIC >= LIMIT`. Metrics are the
paths of `summary.json`. A limit is a number in the metric's own unit, a percentage (`99%` is 0.99) or,
for a metric that counts time, a duration:

```yaml
thresholds:
  - latency_us.convergence.p99 < 250ms
  - changes.unconverged == 0
  - changes.converged / changes.scheduled >= 99%
```

## Keys

)";

// Every mapping that the schema leads to, each once, in the order in which an author meets them.
void collect(const Mapping& mapping, std::vector<const Mapping*>& found);

void collect(const Type& type, std::vector<const Mapping*>& found) {
  if (type.mapping != nullptr) collect(*type.mapping, found);
  if (type.item != nullptr) collect(*type.item, found);
  if (type.property != nullptr) collect(*type.property, found);
}

void collect(const Mapping& mapping, std::vector<const Mapping*>& found) {
  if (std::find(found.begin(), found.end(), &mapping) != found.end()) return;
  found.push_back(&mapping);
  for (const Key& key : mapping.keys)
    collect(key.type, found);
}

std::string link_to(const Mapping& mapping) {
  std::string anchor{mapping.title};
  std::replace(anchor.begin(), anchor.end(), ' ', '-');
  return fmt::format("[{}](#{})", mapping.title, anchor);
}

// As describe(), but with links where a mapping has a section of its own.
std::string type_text(const Type& type) {
  std::vector<std::string> forms;
  Type single = type;
  single.item = nullptr;
  single.mapping = nullptr;
  single.property = nullptr;
  if (single.scalar != Scalar::kNone) forms.push_back(describe(single));
  if (type.item != nullptr) {
    const bool is_fixed = type.items_min == type.items_max;
    forms.push_back(fmt::format("a list of {}{}",
                                is_fixed ? fmt::format("{}: each ", type.items_min) : "",
                                type_text(*type.item)));
  }
  if (type.mapping != nullptr) forms.push_back(link_to(*type.mapping));
  if (type.property != nullptr)
    forms.push_back("a mapping of property names to " + type_text(*type.property));
  return fmt::format("{}", fmt::join(forms, ", or "));
}

std::string need_text(const Key& key) {
  if (key.need == Need::kRequired) return "required";
  if (key.need == Need::kDefault) return fmt::format("`{}`", key.otherwise);
  return "";
}

std::string unit_text(const Type& type) {
  return type.unit.empty() ? std::string{} : fmt::format(" ({})", type.unit);
}

std::string choice_text(const Choice& choice) {
  return fmt::format("{} of `{}` must be given.\n\n",
                     choice.kind == Choice::Kind::kExactlyOne ? "Exactly one" : "At least one",
                     fmt::join(given(choice.keys), "`, `"));
}

std::string section_text(const Mapping& mapping) {
  std::string text = fmt::format("### {}\n\n{}\n\n", mapping.title, mapping.meaning);
  for (const Choice& choice : mapping.choices)
    text += choice_text(choice);
  text += "| key | takes | default | meaning |\n| --- | --- | --- | --- |\n";
  for (const Key& key : mapping.keys) {
    text += fmt::format("| `{}` | {}{} | {} | {} |\n", key.name, type_text(key.type),
                        unit_text(key.type), need_text(key), key.meaning);
  }
  if (!mapping.example.empty()) text += fmt::format("\n```yaml\n{}\n```\n", mapping.example);
  return text;
}

}  // namespace

std::string reference_text() {
  std::vector<const Mapping*> mappings;
  collect(scenario_schema(), mappings);
  collect(limits_schema(), mappings);
  std::string text{kIntroduction};
  for (const Mapping* mapping : mappings) {
    if (mapping != mappings.front()) text += '\n';
    text += section_text(*mapping);
  }
  return text;
}

}  // namespace shadowsim::scenario
