#pragma once

#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

namespace shadowsim::probe {

// What is done one step after another, with waits between: a coroutine that begins when it is awaited or
// started, and whose waits are its Desk's. It has no thread and no clock.
// Threads: one at a time.
// Owns:    its frame. One that is destroyed before its end goes no further.
template <class T>
class Sequence {
 public:
  struct promise_type;  // NOLINT(readability-identifier-naming): std's name
  using Handle = std::coroutine_handle<promise_type>;

  // NOLINTNEXTLINE(readability-identifier-naming): std's name
  struct promise_type {
    std::optional<T> value;
    std::coroutine_handle<> awaiter = std::noop_coroutine();

    struct Final {
      bool await_ready() const noexcept { return false; }
      std::coroutine_handle<> await_suspend(Handle ended) const noexcept {
        return ended.promise().awaiter;
      }
      void await_resume() const noexcept {}
    };

    Sequence get_return_object() { return Sequence{Handle::from_promise(*this)}; }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    Final final_suspend() const noexcept { return {}; }
    void return_value(T result) { value = std::move(result); }
    void unhandled_exception() const noexcept { std::terminate(); }
  };

  Sequence(Sequence&& other) noexcept : handle_{std::exchange(other.handle_, {})} {}
  Sequence(const Sequence&) = delete;
  Sequence& operator=(const Sequence&) = delete;
  Sequence& operator=(Sequence&&) = delete;
  ~Sequence() {
    if (handle_) handle_.destroy();
  }

  // Runs it up to its first wait. Requires: not started, and nobody awaits it.
  void start() { handle_.resume(); }

  // What it came to; none before its end.
  const std::optional<T>& value() const { return handle_.promise().value; }

  // Awaiting it: it begins, and its awaiter goes on when it has ended. Requires: not started.
  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
    handle_.promise().awaiter = awaiter;
    return handle_;
  }
  T await_resume() { return *std::move(handle_.promise().value); }

 private:
  explicit Sequence(Handle handle) : handle_{handle} {}

  Handle handle_;
};

}  // namespace shadowsim::probe
