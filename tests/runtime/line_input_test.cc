#include "sim/runtime/line_input.h"

#include <array>
#include <fcntl.h>
#include <fstream>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "sim/endpoint/descriptor.h"
#include "tests/endpoint/temporary_directory.h"

namespace shadowsim::runtime {
namespace {

using Lines = std::vector<std::string>;

// What a listener hears of an input up to its end, which is the last line here.
Lines heard(int descriptor) {
  boost::asio::io_context context{1};
  Lines lines;
  LineInput input{context,
                  descriptor,
                  {[&](std::string_view line) { lines.emplace_back(line); },
                   [&] { lines.emplace_back("(end)"); }}};
  input.start();
  context.run();
  return lines;
}

class Pipe {
 public:
  Pipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC), 0);
    read_end_ = endpoint::Descriptor{ends[0]};
    write_end_ = endpoint::Descriptor{ends[1]};
  }

  int read_end() const { return read_end_.get(); }
  void write(const std::string& text) const {
    EXPECT_EQ(::write(write_end_.get(), text.data(), text.size()),
              static_cast<ssize_t>(text.size()));
  }
  void end() { write_end_ = endpoint::Descriptor{}; }

 private:
  endpoint::Descriptor read_end_;
  endpoint::Descriptor write_end_;
};

TEST(LineInput, OfWhatCannotBeReadIsItsEnd) {
  EXPECT_EQ(heard(-1), (Lines{"(end)"}));
}

TEST(LineInput, OfAPipeIsItsLinesThoughTheLastHasNoEnd) {
  Pipe pipe;
  pipe.write("one\n\ntwo\nthree");
  pipe.end();
  EXPECT_EQ(heard(pipe.read_end()), (Lines{"one", "", "two", "three", "(end)"}));
}

TEST(LineInput, OfAFileIsItsLinesEvenThoughFilesCannotBeWaitedFor) {
  const endpoint::TemporaryDirectory directory;
  std::ofstream{directory.file("lines")} << "one\ntwo\n";
  const endpoint::Descriptor file{open(directory.file("lines").c_str(), O_RDONLY | O_CLOEXEC)};
  EXPECT_EQ(heard(file.get()), (Lines{"one", "two", "(end)"}));
}

TEST(LineInput, EndsAtALineThatIsTooLong) {
  const endpoint::TemporaryDirectory directory;
  std::ofstream{directory.file("lines")} << "one\n" << std::string(200'000, 'x') << "\ntwo\n";
  const endpoint::Descriptor file{open(directory.file("lines").c_str(), O_RDONLY | O_CLOEXEC)};
  EXPECT_EQ(heard(file.get()), (Lines{"one", "(end)"}));
}

TEST(LineInput, TakesALineAsSoonAsItIsThereAndLeavesTheDescriptorBlocking) {
  boost::asio::io_context context{1};
  const Pipe pipe;
  Lines lines;
  LineInput input{
      context, pipe.read_end(), {[&](std::string_view line) { lines.emplace_back(line); }, [] {}}};
  input.start();
  pipe.write("on");
  pipe.write("e\nt");
  while (lines.empty())
    context.run_one();
  EXPECT_EQ(lines, (Lines{"one"}));
  EXPECT_EQ(fcntl(pipe.read_end(), F_GETFL) & O_NONBLOCK, 0);
}

TEST(LineInput, IsSilentOnceStopped) {
  boost::asio::io_context context{1};
  Pipe pipe;
  pipe.write("one\ntwo\n");
  pipe.end();
  Lines lines;
  LineInput* stopped = nullptr;
  LineInput input{context,
                  pipe.read_end(),
                  {[&](std::string_view line) {
                     lines.emplace_back(line);
                     stopped->stop();
                   },
                   [&] { lines.emplace_back("(end)"); }}};
  stopped = &input;
  input.start();
  context.run();
  EXPECT_EQ(lines, (Lines{"one"}));
}

}  // namespace
}  // namespace shadowsim::runtime
