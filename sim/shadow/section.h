#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <rapidjson/fwd.h>

#include "sim/shadow/stamp.h"

namespace shadowsim::shadow {

// The desired or the reported section of a shadow, and any difference of the two: a tree of
// objects whose leaves hold a JSON value and the time of the update that set it. State and metadata
// are both written from it, so they cannot drift apart.
// Threads: a value; any thread, one at a time.
class Section {
 public:
  struct Member;

  // The members of an object, sorted by the bytes of their keys, no key twice.
  using Members = std::vector<Member>;

  // Anything that is replaced as a whole: a scalar or an array, never null and never an object.
  struct Leaf {
    std::string text;  // compact JSON in the form of json_text.h
    Timestamp time;    // of the update that named it last
  };

  using Node = std::variant<Leaf, Members>;

  struct Member {
    std::string key;
    Node value;
  };

  Section() = default;

  // Requires: sorted members, at every depth.
  explicit Section(Members root) : root_(std::move(root)) {}

  // Reads a JSON object, all leaves stamped with `time`; nulls are left out. None where the text is
  // not a JSON object or is deeper than kDepthMax.
  static std::optional<Section> parse(std::string_view json, Timestamp time = {});

  // An empty section is absent from documents.
  bool empty() const { return root_.empty(); }
  const Members& root() const { return root_; }

  // Applies a request's patch: null removes, objects merge key by key, all else replaces; the
  // leaves named get `time`, the others keep theirs. Requires: an object in the order that
  // sort_keys() makes, at most kDepthMax deep.
  // Source:  Device Shadow guide, "Data flow"; shadow-protocol.md, section 5.
  void merge(const rapidjson::Value& patch, Timestamp time);

  // The same for a patch without nulls, such as a delta; its leaves bring their own times.
  void merge(const Section& patch);

  void clear() { root_.clear(); }

  // The JSON text of the leaf at a JSON pointer ("/color", "/rgb/0" is not one: arrays are leaves).
  // None where there is no leaf. "{}" for an empty object.
  // Source: RFC 6901.
  std::optional<std::string_view> leaf(std::string_view pointer) const;

  // Calls visit(pointer, json text) for each leaf and each empty object, in the order of the keys.
  // The texts live for the call only.
  void for_each_leaf(
      const std::function<void(std::string_view pointer, std::string_view json)>& visit) const;

  // Bytes that append_state() would add; 0 for an empty section, which is not stored.
  std::size_t stored_bytes() const;

 private:
  Members root_;
};

// Appends the section's value as compact JSON, "{}" for an empty one.
void append_state(std::string& out, const Section& section);

// Appends the same shape with {"timestamp":seconds} for each scalar, arrays element by element.
void append_metadata(std::string& out, const Section& section);

// What metadata says of one leaf: {"timestamp":1700000000}.
std::string make_stamp(Timestamp time);

// What `desired` has that `reported` has not or has otherwise, whole leaves with desired's times.
// Keys that only `reported` has never appear.
// Source: shadow-protocol.md, section 6.
Section difference(const Section& desired, const Section& reported);

// Whether difference() would be empty, without building it.
bool is_reached(const Section& desired, const Section& reported);

// Whether both hold the same keys and equal values, whatever the times. Numbers are equal by value.
bool same_state(const Section& one, const Section& other);

}  // namespace shadowsim::shadow
