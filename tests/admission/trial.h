#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/admission/front_door.h"

// What the tests of the room share.
namespace shadowsim::admission {

inline constexpr TimePoint kStart{std::chrono::hours{1}};

inline quota::QuotaProfile profile(const std::string& text) {
  const auto read = quota::read_profile_text(text, "test.yaml");
  EXPECT_TRUE(read.has_value()) << (read.has_error() ? read.error().message : "");
  return read ? *read : quota::QuotaProfile{};
}

inline policy::SessionPolicy::Documents policies(const std::string& statements) {
  auto read = policy::parse_document(
      fmt::format(R"({{"Version": "2012-10-17", "Statement": [{}]}})", statements), "p.json",
      nullptr);
  EXPECT_TRUE(read.has_value()) << (read.has_error() ? read.error().message : "");
  return std::make_shared<const std::vector<policy::Document>>(
      std::vector<policy::Document>{*std::move(read)});
}

inline std::string allow(std::string_view action, std::string_view resource) {
  return fmt::format(R"({{"Effect": "Allow", "Action": "iot:{}",
                         "Resource": "arn:aws:iot:us-east-1:123456789012:{}"}})",
                     action, resource);
}

// What a client sees: "pass", or as to_text(Refusal).
inline std::string seen(const std::optional<Refusal>& refusal) {
  return refusal ? to_text(*refusal) : "pass";
}

inline std::string seen(const std::variant<Refusal, Admitted>& answer) {
  const auto* refusal = std::get_if<Refusal>(&answer);
  return refusal != nullptr ? to_text(*refusal) : "pass";
}

// One client that is in.
inline std::unique_ptr<Visit> enter(FrontDoor& door, Version version, TimePoint now = kStart,
                                    std::string_view client_id = "c") {
  auto answer = door.connect({.version = version, .client_id = client_id}, now);
  EXPECT_EQ(seen(answer), "pass");
  return std::move(std::get<Admitted>(answer).visit);
}

}  // namespace shadowsim::admission
