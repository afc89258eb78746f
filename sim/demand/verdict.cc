#include "sim/demand/verdict.h"

namespace shadowsim::demand {
namespace {

// What a share is to be kept free of: others use the account, too, and a rate has its ups and downs.
bool is_shared(const quota::LimitRow& row) {
  return row.unit == quota::Unit::kRate || row.scope == quota::Scope::kAccount;
}

}  // namespace

std::vector<Judged> judge(const Demand& demand, const quota::QuotaProfile& quotas, double share) {
  constexpr double kRoundingError = 1e-9;
  std::vector<Judged> all;
  all.reserve(demand.needs.size());
  for (const Need& need : demand.needs) {
    const double limit = quotas.value(need.limit);
    const double allowed = limit * (is_shared(row_of(need.limit)) ? share : 1);
    all.push_back({.need = need,
                   .limit = limit,
                   .allowed = allowed,
                   .used = need.most / limit,
                   .is_beyond = need.most > allowed * (1 + kRoundingError)});
  }
  return all;
}

}  // namespace shadowsim::demand
