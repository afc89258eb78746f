// The manifest of scripts/cluster, as far as it can be checked without a cluster: what it says fits
// together, and the command line it gives is one.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "sim/measure/metric.h"
#include "sim/scenario/scenario_reader.h"
#include "sim/terminal/options.h"
#include "sim/terminal/shard_choice.h"

namespace shadowsim::terminal {
namespace {

class KubernetesManifest : public testing::Test {
 protected:
  // The document of that kind. Requires: there is one.
  YAML::Node document(const std::string& kind) const {
    for (const auto& each : documents_) {
      if (each["kind"].as<std::string>() == kind) return each;
    }
    ADD_FAILURE() << "no " << kind;
    return {};
  }

  std::vector<YAML::Node> documents_ = YAML::LoadAllFromFile(SHADOWSIM_MANIFEST);
};

TEST_F(KubernetesManifest, RunsEachShardOnceAndAllAtATime) {
  const YAML::Node job = document("Job")["spec"];
  EXPECT_EQ(job["completionMode"].as<std::string>(), "Indexed");
  EXPECT_EQ(job["parallelism"].as<int>(), job["completions"].as<int>());
  EXPECT_EQ(job["backoffLimit"].as<int>(), 0);
  EXPECT_EQ(job["template"]["spec"]["restartPolicy"].as<std::string>(), "Never");
}

TEST_F(KubernetesManifest, GivesEveryPodAShardThatThisProgramUnderstands) {
  const YAML::Node job = document("Job")["spec"];
  const YAML::Node container = job["template"]["spec"]["containers"][0];
  auto arguments = container["args"].as<std::vector<std::string>>();
  ASSERT_EQ(arguments.front(), "shadowsim");
  arguments.erase(arguments.begin());
  const auto parsed = parse_command_line(arguments);
  ASSERT_TRUE(std::holds_alternative<RunCommand>(parsed)) << std::get<SayCommand>(parsed).text;
  const auto& run = std::get<RunCommand>(parsed);
  EXPECT_EQ(run.division.start_at, "START_AT");
  EXPECT_EQ(run.endpoint.address, "ENDPOINT");
  EXPECT_NE(run.out.find("{shard}"), std::string::npos);

  std::map<std::string, std::string> environment;
  for (const auto& variable : container["env"])
    environment[variable["name"].as<std::string>()] = variable["value"].as<std::string>();
  const auto completions = job["completions"].as<std::uint32_t>();
  for (std::uint32_t index = 0; index < completions; ++index) {
    environment["JOB_COMPLETION_INDEX"] = std::to_string(index);  // as Kubernetes sets it
    const auto shard = choose_shard(
        run.division.shard,
        [&](const char* name) -> std::optional<std::string> {
          const auto found = environment.find(name);
          if (found == environment.end()) return std::nullopt;
          return found->second;
        },
        400);
    ASSERT_TRUE(shard) << shard.error().message;
    EXPECT_EQ(*shard, (schedule::Shard{index, completions}));
  }
}

TEST_F(KubernetesManifest, HoldsAScenario) {
  const auto text = document("ConfigMap")["data"]["scenario.yaml"].as<std::string>();
  const auto scenario =
      scenario::read_scenario_text(text, "scenario.yaml", {}, measure::metric_names());
  EXPECT_TRUE(scenario) << scenario.error().message;
}

TEST_F(KubernetesManifest, MountsOnlyWhatItHas) {
  const std::string claim = document("PersistentVolumeClaim")["metadata"]["name"].as<std::string>();
  for (const char* kind : {"Job", "Deployment"}) {
    const YAML::Node pod = document(kind)["spec"]["template"]["spec"];
    std::vector<std::string> volumes;
    for (const auto& volume : pod["volumes"]) {
      volumes.push_back(volume["name"].as<std::string>());
      if (const YAML::Node of = volume["persistentVolumeClaim"]) {
        EXPECT_EQ(of["claimName"].as<std::string>(), claim);
      }
      if (const YAML::Node of = volume["configMap"]) {
        EXPECT_EQ(of["name"].as<std::string>(),
                  document("ConfigMap")["metadata"]["name"].as<std::string>());
      }
    }
    for (const auto& mount : pod["containers"][0]["volumeMounts"])
      EXPECT_NE(std::find(volumes.begin(), volumes.end(), mount["name"].as<std::string>()),
                volumes.end())
          << kind;
  }
}

}  // namespace
}  // namespace shadowsim::terminal
