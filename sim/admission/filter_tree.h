#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace shadowsim::admission {

class Session;

// Topic filters and the sessions that have them, found by topic: a level of the tree is a level of the filters, so
// that a topic costs as many steps as it has levels and matches, however many filters there are.
// Threads: one at a time.
// Owns:    copies of the filters; borrows the sessions, at which it never looks.
// Source:  MQTT 5.0, section 4.7: "a/#" matches "a", and a wildcard at the beginning no topic that begins with '$'.
class FilterTree {
 public:
  // Requires: the session does not have it there.
  void add(std::string_view filter, Session& session);

  // One that is not there is none.
  void remove(std::string_view filter, Session& session);

  bool is_empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }  // filters, once for each of their sessions

  // The sessions with filters that match, once for each such filter.
  std::vector<Session*> matching(std::string_view topic) const;

 private:
  struct Level {
    std::map<std::string, Level, std::less<>> below;
    std::vector<Session*> sessions;  // whose filter ends here
  };

  static bool remove(Level& level, std::string_view filter, Session& session);
  static void match(const Level& level, std::string_view topic, bool is_first,
                    std::vector<Session*>& found);

  Level root_;
  std::size_t size_ = 0;
};

}  // namespace shadowsim::admission
