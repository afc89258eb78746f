#include "sim/text/json_tree.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <rapidjson/error/en.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include "sim/text/source_text.h"

namespace shadowsim {
namespace {

// Makes the tree out of the parser's events. Where a token begins, the parser does not say: it is
// the first byte after the token before that is neither space nor punctuation between values.
class JsonMaker : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, JsonMaker> {
 public:
  JsonMaker(std::string_view text, const SourceText& source, const rapidjson::MemoryStream& stream,
            Problems& problems)
      : text_{text}, source_{source}, stream_{stream}, problems_{problems} {}

  Node root;

  // Whether the tree was refused, and `problems` knows why.
  bool refused() const { return refused_; }

  // The names are those that RapidJSON calls.
  // NOLINTBEGIN(readability-identifier-naming)
  bool Null() { return scalar(Node::Kind::kNull, {}, false); }
  bool Bool(bool value) { return scalar(Node::Kind::kScalar, value ? "true" : "false", false); }
  bool RawNumber(const char* number, rapidjson::SizeType length, bool /*copy*/) {
    return scalar(Node::Kind::kScalar, {number, length}, false);
  }
  bool String(const char* string, rapidjson::SizeType length, bool /*copy*/) {
    return scalar(Node::Kind::kScalar, {string, length}, true);
  }
  bool Key(const char* key, rapidjson::SizeType length, bool /*copy*/) {
    const Place place = begin_token();
    token_end_ = stream_.Tell();
    if (!is_sound_text({key, length}, place)) return false;
    Open& object = open_.back();
    object.key.assign(key, length);
    object.key_place = place;
    return true;
  }
  bool StartObject() { return open(Node::Kind::kMapping); }
  bool EndObject(rapidjson::SizeType /*members*/) { return close(); }
  bool StartArray() { return open(Node::Kind::kList); }
  bool EndArray(rapidjson::SizeType /*elements*/) { return close(); }
  // NOLINTEND(readability-identifier-naming)

 private:
  // A list or mapping whose end has not been met.
  struct Open {
    Node node;
    std::string key;  // of a mapping: of the value that comes next
    Place key_place;
  };

  Place begin_token() {
    token_end_ = std::min(text_.find_first_not_of(" \t\r\n,:", token_end_), text_.size());
    return source_.place_of_offset(token_end_);
  }

  bool refuse(Place place, std::string what) {
    refused_ = true;
    problems_.add(place, std::move(what));
    return false;
  }

  // The parser lets half of a surrogate pair pass, "\udc00", which decodes to no UTF-8.
  bool is_sound_text(std::string_view decoded, Place place) {
    for (std::size_t at = 0; at < decoded.size();) {
      const std::size_t length = utf8_length(decoded.substr(at));
      if (length == 0) return refuse(place, "not JSON: an escape here is half a surrogate pair");
      at += length;
    }
    return true;
  }

  bool scalar(Node::Kind kind, std::string_view text, bool quoted) {
    const Place place = begin_token();
    token_end_ = stream_.Tell();
    if (quoted && !is_sound_text(text, place)) return false;
    Node node;
    node.kind = kind;
    node.text = text;
    node.quoted = quoted;
    node.place = place;
    return count(place) && insert(std::move(node));
  }

  bool open(Node::Kind kind) {
    const Place place = begin_token();
    ++token_end_;
    if (open_.size() == kLevelsMost)
      return refuse(place, fmt::format("nested deeper than {} levels", kLevelsMost));
    Open opened;
    opened.node.kind = kind;
    opened.node.place = place;
    open_.push_back(std::move(opened));
    return count(place);
  }

  bool close() {
    begin_token();
    ++token_end_;
    Node closed = std::move(open_.back().node);
    open_.pop_back();
    return insert(std::move(closed));
  }

  bool count(Place place) {
    if (++nodes_ <= kNodesMost) return true;
    return refuse(place, fmt::format("the text holds more than {} values", kNodesMost));
  }

  bool insert(Node node) {
    if (open_.empty()) {
      root = std::move(node);
      return true;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::kMapping) {
      node.key = parent.key;
      node.key_place = parent.key_place;
    }
    parent.node.items.push_back(std::move(node));
    return true;
  }

  std::string_view text_;
  const SourceText& source_;
  const rapidjson::MemoryStream& stream_;
  Problems& problems_;
  std::vector<Open> open_;
  std::size_t token_end_ = 0;  // one past the last token met
  std::size_t nodes_ = 0;
  bool refused_ = false;
};

// RapidJSON's sentence in the middle of ours.
std::string in_our_words(rapidjson::ParseErrorCode code) {
  std::string words = rapidjson::GetParseError_En(code);
  if (!words.empty() && words.back() == '.') words.pop_back();
  if (words.size() > 1 && words[0] >= 'A' && words[0] <= 'Z' && words[1] >= 'a')
    words[0] = static_cast<char>(words[0] - 'A' + 'a');
  return words;
}

}  // namespace

std::optional<Node> read_json(std::string_view text, std::uint32_t source, Problems& problems,
                              RepeatedKeys repeated) {
  const SourceText lines{text, source};
  if (const auto flaw = lines.flaw()) {
    problems.add(flaw->place, flaw->what);
    return std::nullopt;
  }
  rapidjson::MemoryStream stream{text.data(), text.size()};
  JsonMaker maker{text, lines, stream, problems};
  rapidjson::Reader reader;
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  const auto parsed = reader.Parse<kFlags>(stream, maker);
  if (!parsed.IsError()) {
    if (repeated == RepeatedKeys::kRefused) refuse_repeated_keys(maker.root, problems);
    return std::move(maker.root);
  }
  if (!maker.refused())
    problems.add(lines.place_of_offset(std::min(parsed.Offset(), text.size())),
                 "not JSON: " + in_our_words(parsed.Code()));
  return std::nullopt;
}

void refuse_repeated_keys(const Node& root, Problems& problems) {
  std::map<std::string_view, std::uint32_t> lines;  // of the keys met so far
  for (const Node& item : root.items) {
    refuse_repeated_keys(item, problems);
    if (root.kind != Node::Kind::kMapping) continue;
    const auto [first, is_new] = lines.emplace(item.key, item.key_place.line);
    if (!is_new)
      problems.add(item.key_place, fmt::format("the key '{}' stands here twice, first in line {}",
                                               item.key, first->second));
  }
}

std::string_view json_text_at(std::string_view text, Place place) {
  for (std::uint32_t line = 1; line < place.line; ++line)
    text.remove_prefix(text.find('\n') + 1);
  for (std::uint32_t column = 1; column < place.column; ++column)
    text.remove_prefix(utf8_length(text));
  std::size_t open = 0;
  bool in_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (letter == '"') in_string = !in_string;
    if (in_string && letter == '\\') ++at;
    if (in_string) continue;
    if (letter == '{' || letter == '[') ++open;
    if ((letter == '}' || letter == ']') && --open == 0) return text.substr(0, at + 1);
  }
  return text;
}

}  // namespace shadowsim
