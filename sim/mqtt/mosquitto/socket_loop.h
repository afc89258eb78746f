#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "sim/base/result.h"
#include "sim/time/clock.h"

namespace shadowsim::mqtt::mosquitto {

// Tells the connections of one factory when their sockets are ready, and looks after each of them
// once a second. It shows Asio's reactor one descriptor, an epoll of all sockets, and has one
// timer, so an idle connection costs neither memory in Asio nor a timer, and thousands of ready
// ones cost one turn of the reactor.
// Threads: the one that runs the context.
// Owns:    epoll and timer. Borrows context, clock and sockets. Nothing is called after it is gone.
class SocketLoop : public std::enable_shared_from_this<SocketLoop> {
 public:
  // A connection. It may do to the loop what it likes while it is told something, but no other
  // connection may end meanwhile.
  class Connection {
   public:
    Connection() = default;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    virtual ~Connection() = default;

    // The socket can be read from (or has failed), or written to. It is said again as long as it
    // stays so. `now` is when it was seen.
    virtual void on_ready(bool can_read, bool can_write, TimePoint now) = 0;

    // The look once a second.
    virtual void on_look(TimePoint now) = 0;

    // What was asked for by call_after_turn().
    virtual void on_after_turn() = 0;

   private:
    friend class SocketLoop;
    static constexpr std::size_t kNowhere = ~std::size_t{0};
    std::size_t place_ = kNowhere;
  };

  // Errors: kSystem where the machine has no descriptor left.
  static Result<std::shared_ptr<SocketLoop>> make(boost::asio::io_context& context,
                                                  const Clock& clock);

  // From now on the connection is looked after, until remove(). Does nothing where it is already.
  void add(Connection& connection);

  // Does nothing where it is not there. Its socket must be closed, or forgotten, as well.
  void remove(Connection& connection);

  // Tells about this socket, and whether it can be written to as well. Closing it ends that.
  void watch(int socket, Connection& connection, bool also_writing);

  // Calls on_after_turn() once, when those have had their turn whom the connections that are ready
  // have posted something to. Requires: called from on_ready().
  void call_after_turn(Connection& connection) { after_turn_.push_back(&connection); }

  // Changes whether it is told that the socket can be written to. Requires: watched.
  void watch_writing(int socket, Connection& connection, bool also_writing);

 private:
  SocketLoop(boost::asio::io_context& context, const Clock& clock, int epoll);

  void control(int operation, int socket, Connection& connection, bool also_writing);
  void wait_for_sockets();
  void tell_ready();
  void end_turn();
  void arm_look();
  void look();

  const Clock& clock_;
  boost::asio::posix::stream_descriptor epoll_;
  boost::asio::steady_timer timer_;
  bool is_timer_armed_ = false;
  std::vector<Connection*> connections_;
  std::vector<Connection*> after_turn_;
  std::size_t next_look_ = 0;  // a place in the list
};

}  // namespace shadowsim::mqtt::mosquitto
