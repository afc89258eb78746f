#include "sim/mqtt/paho/interposition.h"

#include <atomic>
#include <cstdint>
#include <dlfcn.h>

#include <link.h>

namespace shadowsim::mqtt::paho {
namespace {

// Where Paho's code lies. Interposed functions have no owner that could hold this.
std::atomic<std::uintptr_t> paho_begin{0};
std::atomic<std::uintptr_t> paho_end{0};

struct Extent {
  std::uintptr_t inside;  // an address within the library that is looked for
  std::uintptr_t begin;
  std::uintptr_t end;
};

// Takes the loaded segment that holds the wanted address.
int look_into(dl_phdr_info* library, std::size_t, void* wanted) {
  auto& extent = *static_cast<Extent*>(wanted);
  for (int i = 0; i < library->dlpi_phnum; ++i) {
    const auto& segment = library->dlpi_phdr[i];
    if (segment.p_type != PT_LOAD) continue;
    const std::uintptr_t begin = library->dlpi_addr + segment.p_vaddr;
    const std::uintptr_t end = begin + segment.p_memsz;
    if (extent.inside < begin || extent.inside >= end) continue;
    extent.begin = begin;
    extent.end = end;
    return 1;
  }
  return 0;
}

}  // namespace

bool find_paho() noexcept {
  if (paho_end.load(std::memory_order_acquire) != 0) return true;
  const void* function = dlsym(RTLD_DEFAULT, "MQTTAsync_sendMessage");
  Extent extent{reinterpret_cast<std::uintptr_t>(function), 0, 0};
  if (function == nullptr || dl_iterate_phdr(look_into, &extent) == 0) return false;
  paho_begin.store(extent.begin, std::memory_order_relaxed);
  paho_end.store(extent.end, std::memory_order_release);
  return true;
}

bool is_paho(const void* return_address) noexcept {
  const auto address = reinterpret_cast<std::uintptr_t>(return_address);
  return address < paho_end.load(std::memory_order_acquire) &&
         address >= paho_begin.load(std::memory_order_relaxed);
}

}  // namespace shadowsim::mqtt::paho

#if defined(__SANITIZE_ADDRESS__)
// What Paho leaks is not ours: with MQTT 3.1.1 a few publications.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libpaho-mqtt3as\n";
}
#endif

#if defined(__SANITIZE_THREAD__)
// What ThreadSanitizer takes for a race and is none, for programs that are built with it:
//  - Debian's Paho C++ is not, so of the reference counts that it shares with us only our half is
//    seen, and the last release of a token or message seems to be unordered;
//  - Paho closes a socket while its receive thread is about to wait for it. That is as harmless
//    for our epoll as it is for Paho's poll, whose descriptors ThreadSanitizer does not look at;
//  - libmosquitto 2.0.11 unlocks a mutex of its own twice when a server has sent DISCONNECT, on the
//    one thread that uses it.
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:mqtt::async_client::remove_token\n"
         "race:mqtt::delivery_token::~delivery_token\n"
         "race:mqtt::token::~token\n"
         "race:std::__shared_ptr<mqtt::*>::~__shared_ptr\n"
         "race:std::_Sp_counted_ptr_inplace<mqtt::*\n"
         "race:shadowsim::mqtt::paho::SocketWatch::watch\n"
         "mutex:libmosquitto.so\n";
}
#endif
