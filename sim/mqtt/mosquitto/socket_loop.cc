#include "sim/mqtt/mosquitto/socket_loop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <sys/epoll.h>
#include <utility>

#include <boost/asio/post.hpp>

namespace shadowsim::mqtt::mosquitto {
namespace {

// So that thousands of connections are not looked after in one turn, each turn takes a share.
constexpr std::size_t kShares = 20;
constexpr std::chrono::milliseconds kBetweenShares{1'000 / kShares};

}  // namespace

Result<std::shared_ptr<SocketLoop>> SocketLoop::make(boost::asio::io_context& context,
                                                     const Clock& clock) {
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) return system_error("watch sockets", errno);
  // The constructor is private. NOLINTNEXTLINE(cppcoreguidelines-owning-memory)
  std::shared_ptr<SocketLoop> loop{new SocketLoop{context, clock, epoll}};
  loop->wait_for_sockets();
  return loop;
}

SocketLoop::SocketLoop(boost::asio::io_context& context, const Clock& clock, int epoll)
    : clock_{clock}, epoll_{context, epoll}, timer_{context} {}

void SocketLoop::add(Connection& connection) {
  if (connection.place_ != Connection::kNowhere) return;
  connection.place_ = connections_.size();
  connections_.push_back(&connection);
  if (!is_timer_armed_) arm_look();
}

void SocketLoop::remove(Connection& connection) {
  const std::size_t place = std::exchange(connection.place_, Connection::kNowhere);
  if (place == Connection::kNowhere) return;
  connections_[place] = connections_.back();
  connections_[place]->place_ = place;
  connections_.pop_back();
  connection.place_ = Connection::kNowhere;  // it may have been the last one
  std::erase(after_turn_, &connection);
}

void SocketLoop::watch(int socket, Connection& connection, bool also_writing) {
  control(EPOLL_CTL_ADD, socket, connection, also_writing);
}

void SocketLoop::watch_writing(int socket, Connection& connection, bool also_writing) {
  control(EPOLL_CTL_MOD, socket, connection, also_writing);
}

void SocketLoop::control(int operation, int socket, Connection& connection, bool also_writing) {
  epoll_event event{};
  event.events = also_writing ? EPOLLIN | EPOLLOUT : EPOLLIN;
  event.data.ptr = &connection;
  epoll_ctl(epoll_.native_handle(), operation, socket, &event);
}

void SocketLoop::wait_for_sockets() {
  epoll_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                    [weak = weak_from_this()](const boost::system::error_code& aborted) {
                      const auto self = weak.lock();
                      if (aborted || !self) return;
                      self->tell_ready();
                      self->wait_for_sockets();
                    });
}

void SocketLoop::tell_ready() {
  std::array<epoll_event, 128> events;  // those beyond come with the next turn
  const int found =
      epoll_wait(epoll_.native_handle(), events.data(), static_cast<int>(events.size()), 0);
  for (int i = 0; i < found; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    static_cast<Connection*>(event.data.ptr)
        ->on_ready((event.events & (EPOLLIN | EPOLLERR | EPOLLHUP)) != 0,
                   (event.events & EPOLLOUT) != 0, clock_.now());
  }
  if (after_turn_.empty()) return;
  boost::asio::post(epoll_.get_executor(), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->end_turn();
  });
}

void SocketLoop::end_turn() {
  for (Connection* const connection : after_turn_)
    connection->on_after_turn();
  after_turn_.clear();
}

void SocketLoop::arm_look() {
  is_timer_armed_ = true;
  timer_.expires_after(kBetweenShares);
  timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& aborted) {
    const auto self = weak.lock();
    if (aborted || !self) return;
    self->is_timer_armed_ = false;
    self->look();
    if (!self->connections_.empty()) self->arm_look();
  });
}

void SocketLoop::look() {
  const TimePoint now = clock_.now();
  const std::size_t share = (connections_.size() + kShares - 1) / kShares;
  for (std::size_t i = 0; i < share && !connections_.empty(); ++i) {
    if (next_look_ >= connections_.size()) next_look_ = 0;
    Connection* const connection = connections_[next_look_];
    connection->on_look(now);
    const bool is_still_there =
        next_look_ < connections_.size() && connections_[next_look_] == connection;
    if (is_still_there) ++next_look_;
  }
}

}  // namespace shadowsim::mqtt::mosquitto
