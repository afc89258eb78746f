#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/base/ids.h"
#include "sim/base/units.h"
#include "sim/scenario/scenario.h"

namespace shadowsim::schedule {

// Which part of the fleet one crew plays: light L belongs to the shard with index L mod count. All
// shards together are exactly the whole fleet, whoever plays them and wherever.
struct Shard {
  std::uint32_t index = 0;  // below count
  std::uint32_t count = 1;  // at least 1

  bool holds(LightId light) const { return light.value % count == index; }

  // Where the light stands among the shard's, counted from 0. Requires: holds(light).
  std::uint32_t place_of(LightId light) const { return light.value / count; }

  // How many of a fleet's lights are the shard's.
  std::uint32_t lights_of(std::uint32_t fleet) const {
    return fleet / count + (fleet % count > index ? 1 : 0);
  }

  // The part that falls to this shard of what the shards share: a rate in equal parts, a number as
  // equally as whole numbers can be, but at least one.
  Rate share_of(Rate whole) const { return {whole.per_second / count}; }
  std::uint32_t share_of(std::uint32_t whole) const;

  // This shard dealt out once more: the parts of a shard are shards of the whole fleet, too.
  // Requires: part < parts.
  Shard part(std::uint32_t part, std::uint32_t parts) const {
    return {index + count * part, count * parts};
  }

  friend bool operator==(const Shard&, const Shard&) = default;
};

// An app session of a shard.
struct AppOfShard {
  AppId id;  // for its generator: another one for every app of every shard
  std::string client_id;
};

// The apps that drive a shard's lights: the shard's light of place P (see Shard::place_of) is driven
// by the one at P mod their number. A light and its app are always of one shard.
// Where the scenario has an app for each shard, app A belongs to shard A mod count, and where the
// shards divide the apps evenly, every light has the app that it has in the whole fleet. Where there
// are fewer apps than shards, the shards beyond them have one app each whose client ID ends in
// "-shard-<index>", so that no two shards use the same one.
std::vector<AppOfShard> apps_of(const scenario::Apps& apps, Shard shard);

// "2/4": the third of four shards.
std::string to_text(Shard shard);

// The shard's lights for a person: "50 lights: 2, 6, 10 to 198".
std::string lights_text(Shard shard, std::uint32_t fleet);

}  // namespace shadowsim::schedule
