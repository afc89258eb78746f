#include "sim/storage/shadow_keeper.h"

#include <string_view>
#include <utility>

namespace shadowsim::storage {
namespace {

using shadow::ShadowKey;

void write_name(std::string& name, ShadowKey key) {
  name.assign(key.thing);
  if (key.shadow.empty()) return;
  name += '~';
  name += key.shadow;
}

ShadowKey key_of(std::string_view name) {
  const std::size_t tilde = name.find('~');
  if (tilde == std::string_view::npos) return {name, {}};
  return {name.substr(0, tilde), name.substr(tilde + 1)};
}

}  // namespace

Result<std::unique_ptr<ShadowKeeper>> ShadowKeeper::start(ShadowDatabase database,
                                                          service::ShadowService& service,
                                                          Duration patience,
                                                          Duration tombstone_life, WallTime now) {
  const WallTime forgotten = now - std::chrono::floor<WallTime::duration>(tombstone_life);
  if (const auto done = database.drop_tombstones(forgotten); done.has_error()) return done.error();
  if (const auto done = database.commit(); done.has_error()) return done.error();
  if (const auto done = database.load_into(service); done.has_error()) return done.error();
  return std::unique_ptr<ShadowKeeper>{new ShadowKeeper{std::move(database), service, patience}};
}

ShadowKeeper::ShadowKeeper(ShadowDatabase database, service::ShadowService& service,
                           Duration patience)
    : database_{std::move(database)}, service_{service}, patience_{patience} {
  service_.listen([this](const service::StoredChange& change) { note(change); });
}

ShadowKeeper::~ShadowKeeper() {
  service_.listen({});
}

Result<void> ShadowKeeper::keep_up(const TimePoint& now) {
  if (changes_.empty()) return {};
  if (!oldest_) oldest_ = now;
  return now - *oldest_ < patience_ ? Result<void>{} : commit();
}

Result<void> ShadowKeeper::commit() {
  for (const auto& [name, tombstone] : changes_) {
    const ShadowKey key = key_of(name);
    const auto* const document = tombstone ? nullptr : service_.store().find(key);
    SHADOWSIM_CHECK(tombstone || document != nullptr, "{} has gone without a word", name);
    const auto put = tombstone ? database_.put(key, *tombstone) : database_.put(key, *document);
    if (put.has_error()) return put.error();
  }
  changes_.clear();
  oldest_.reset();
  return database_.commit();
}

void ShadowKeeper::note(const service::StoredChange& change) {
  write_name(name_, change.shadow);
  auto& tombstone = changes_[name_];
  if (change.document == nullptr)
    tombstone = change.tombstone;
  else
    tombstone.reset();
}

}  // namespace shadowsim::storage
