#pragma once

#include <cstddef>
#include <vector>

namespace shadowsim::fleet {

// Where one session stands on its way into a run.
struct Standing {
  bool is_connecting = false;  // it waits for the answer to a connect
  bool is_ready = false;       // an app is connected, a light was in step with the service
  bool has_given_up = false;   // it will not be ready any more; then it counts as not ready

  friend bool operator==(const Standing&, const Standing&) = default;
};

// How many sessions stand where. Whoever wants to know asks often, and there are many sessions: so
// each is counted when it moves, and not when somebody asks.
// Threads: a value; one thread.
class Attendance {
 public:
  // So many more sessions, which stand nowhere yet.
  void expect(std::size_t sessions) { standings_.resize(standings_.size() + sessions); }

  // The session of that place stands there now. Requires: it is expected.
  void note(std::size_t place, Standing standing);

  std::size_t connecting() const { return connecting_; }
  std::size_t ready() const { return ready_; }
  std::size_t given_up() const { return given_up_; }

 private:
  std::vector<Standing> standings_;  // by place
  std::size_t connecting_ = 0;
  std::size_t ready_ = 0;
  std::size_t given_up_ = 0;
};

}  // namespace shadowsim::fleet
