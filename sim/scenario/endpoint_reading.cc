#include "sim/scenario/endpoint_reading.h"

#include <algorithm>

#include <fmt/format.h>

#include "sim/scenario/file_name.h"
#include "sim/scenario/typed_value.h"
#include "sim/text/nearest_name.h"

namespace shadowsim::scenario {
namespace {

using quota::Limit;

std::vector<PolicyChoice> read_policies(const Node* node, const std::string& file,
                                        Problems& problems) {
  std::vector<PolicyChoice> policies;
  if (!is_readable(node)) return policies;
  const auto add = [&](const Node& written) {
    auto policy = parse_policy_choice(text_of(&written));
    if (policy.has_error()) {
      problems.add(written.place, "endpoint.policy: " + policy.error().message);
      return;
    }
    policy->file = path_beside(file, policy->file);
    policies.push_back(*std::move(policy));
  };
  if (node->kind == Node::Kind::kScalar)
    add(*node);
  else
    std::ranges::for_each(node->items, add);
  return policies;
}

std::optional<quota::Scale> read_scale(const Node* node) {
  if (!is_readable(node)) return std::nullopt;
  quota::Scale scale;
  if (node->kind == Node::Kind::kScalar) {
    scale.account = number_of(node);
    return scale;
  }
  scale.account = number_of(node->find("account"));
  scale.connection = number_of(node->find("connection"));
  scale.time = number_of(node->find("time"));
  return scale;
}

std::vector<std::pair<Limit, double>> read_set(const Node* node, Problems& problems) {
  std::vector<std::pair<Limit, double>> set;
  if (!is_readable(node)) return set;
  std::vector<std::string_view> known;
  for (const quota::LimitRow& row : quota::limit_rows())
    known.push_back(row.key);
  for (const Node& item : node->items) {
    const auto limit = quota::limit_named(item.key);
    if (!limit) {
      problems.add(item.key_place, fmt::format("endpoint.quotas.set: there is no limit '{}'{}",
                                               item.key, suggestion(item.key, known)));
    } else if (!quota::can_be(quota::row_of(*limit), number_of(&item))) {
      problems.add(item.place, fmt::format("endpoint.quotas.set.{} must be {}, not {}", item.key,
                                           allowed_text(quota::row_of(*limit)), what_is(item)));
    } else {
      set.emplace_back(*limit, number_of(&item));
    }
  }
  return set;
}

std::optional<QuotaChoice> read_quotas(const Node* node, const std::string& file,
                                       Problems& problems) {
  if (!is_readable(node)) return std::nullopt;
  QuotaChoice quotas;
  const bool is_file = node->kind == Node::Kind::kScalar;
  const Node* const name = is_file ? node : node->find("file");
  if (is_readable(name)) quotas.file = path_beside(file, text_of(name));
  if (is_file) return quotas;
  quotas.scale = read_scale(node->find("scale"));
  quotas.set = read_set(node->find("set"), problems);
  return quotas;
}

}  // namespace

EndpointRules read_endpoint(const Node& root, const std::string& file, Problems& problems) {
  EndpointRules rules;
  const Node* const node = root.find("endpoint");
  if (!is_readable(node)) return rules;
  rules.policies = read_policies(node->find("policy"), file, problems);
  rules.quotas = read_quotas(node->find("quotas"), file, problems);
  return rules;
}

}  // namespace shadowsim::scenario
