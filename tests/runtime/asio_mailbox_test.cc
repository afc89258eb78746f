#include "sim/runtime/asio_mailbox.h"

#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace shadowsim::runtime {
namespace {

TEST(AsioMailbox, HandsOverOnTheContextsThreadInTheOrderOfDelivery) {
  boost::asio::io_context context{1};
  auto work = boost::asio::make_work_guard(context);
  AsioMailbox mailbox{context};
  std::vector<std::uint32_t> handed;
  std::thread::id handler;
  constexpr std::uint32_t kDeliveries = 1000;
  mailbox.set_handler([&](const mqtt::Delivery& delivery) {
    handed.push_back(delivery.session.value);
    handler = std::this_thread::get_id();
    if (handed.size() == kDeliveries) context.stop();
  });
  std::thread library{[&] {
    for (std::uint32_t session = 0; session < kDeliveries; ++session)
      mailbox.deliver({SessionId{session}, TimePoint{}, mqtt::Connected{}});
  }};
  context.run();
  library.join();
  ASSERT_EQ(handed.size(), kDeliveries);
  for (std::uint32_t session = 0; session < kDeliveries; ++session)
    EXPECT_EQ(handed[session], session);
  EXPECT_EQ(handler, std::this_thread::get_id());
}

}  // namespace
}  // namespace shadowsim::runtime
