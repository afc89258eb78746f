#pragma once

#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "sim/policy/policy_document.h"

// How tests of this folder make documents.
namespace shadowsim::policy {

// The document of a text that must be good.
inline Document document(std::string_view json) {
  auto parsed = parse_document(json, "p.json", nullptr);
  if (parsed) return *std::move(parsed);
  ADD_FAILURE() << parsed.error().message;
  return {};
}

// Everything is allowed on everything.
inline constexpr std::string_view kAllowAll =
    R"({"Version": "2012-10-17",
        "Statement": {"Sid": "all", "Effect": "Allow", "Action": "*", "Resource": "*"}})";

// Publishing to topic x is denied.
inline constexpr std::string_view kDenyX =
    R"({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "iot:Subscribe", "Resource": "*"},
        {"Effect": "Deny", "Action": "iot:Publish",
         "Resource": "arn:aws:iot:us-east-1:123456789012:topic/x"}]})";

}  // namespace shadowsim::policy
