#include "sim/service/shadow_store.h"

namespace shadowsim::service {
namespace {

bool is_over(const Tombstone& tombstone, WallTime now, Duration life) {
  return now - tombstone.deleted_at >= life;
}

}  // namespace

const shadow::Document* ShadowStore::find(shadow::ShadowKey key) const {
  const auto found = documents_.find(name_of(key));
  return found == documents_.end() ? nullptr : &found->second;
}

const shadow::Document& ShadowStore::put(shadow::ShadowKey key, shadow::Document document) {
  const std::string_view name = name_of(key);
  if (const auto found = documents_.find(name); found != documents_.end())
    return found->second = std::move(document);
  if (const auto grave = grave_by_name_.find(name); grave != grave_by_name_.end()) {
    const auto place = grave->second;
    grave_by_name_.erase(grave);
    graves_.erase(place);
  }
  return documents_.emplace(name, std::move(document)).first->second;
}

void ShadowStore::bury(shadow::ShadowKey key, const Tombstone& tombstone) {
  const std::string_view name = name_of(key);
  if (const auto found = documents_.find(name); found != documents_.end()) documents_.erase(found);
  if (const auto grave = grave_by_name_.find(name); grave != grave_by_name_.end()) {
    grave->second->tombstone = tombstone;
    graves_.splice(graves_.end(), graves_, grave->second);
    return;
  }
  const auto place = graves_.insert(graves_.end(), {std::string{name}, tombstone});
  grave_by_name_.emplace(place->name, place);
}

shadow::Version ShadowStore::buried_version(shadow::ShadowKey key, WallTime now,
                                            Duration life) const {
  const auto found = grave_by_name_.find(name_of(key));
  if (found == grave_by_name_.end()) return 0;
  const Tombstone& tombstone = found->second->tombstone;
  return is_over(tombstone, now, life) ? 0 : tombstone.version;
}

void ShadowStore::sweep(WallTime now, Duration life, std::size_t count) {
  for (; count > 0 && !graves_.empty() && is_over(graves_.front().tombstone, now, life); --count) {
    grave_by_name_.erase(graves_.front().name);
    graves_.pop_front();
  }
}

std::string_view ShadowStore::name_of(shadow::ShadowKey key) const {
  if (key.shadow.empty()) return key.thing;
  name_.assign(key.thing);
  name_ += '~';
  name_ += key.shadow;
  return name_;
}

}  // namespace shadowsim::service
