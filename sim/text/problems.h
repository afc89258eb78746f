#pragma once

#include <string>
#include <vector>

#include "sim/base/error.h"
#include "sim/text/tree.h"

namespace shadowsim {

// All that is wrong with a file that a person wrote, gathered while it is read, so that its author
// hears it at once.
class Problems {
 public:
  // `file` is the file as the user named it.
  explicit Problems(std::string file) : sources_{std::move(file)} {}

  // Makes another source known by how it is to be shown, like "--set fleet.lights=3"; returns the
  // number for its places.
  std::uint32_t add_source(std::string shown);

  // `what` is a sentence without a final full stop: what is wrong, what is allowed.
  void add(Place place, std::string what);

  bool empty() const { return found_.empty(); }
  std::size_t count() const { return found_.size(); }

  // One line each, in the order of the file, the overrides' after them:
  // "FILE:LINE:COLUMN: WHAT", "--set PATH=VALUE: WHAT". The same line appears once.
  Error to_error() const;

  // The same lines, one by one.
  std::vector<std::string> lines() const;

 private:
  struct Problem {
    Place place;
    std::string what;
  };

  std::string to_line(const Problem& problem) const;

  std::vector<std::string> sources_;
  std::vector<Problem> found_;
};

}  // namespace shadowsim
