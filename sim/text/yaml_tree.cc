#include "sim/text/yaml_tree.h"

#include <algorithm>
#include <array>
#include <exception>
#include <map>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include "sim/text/source_text.h"

namespace shadowsim {
namespace {

// Thrown through yaml-cpp to end the reading, and caught in this file.
struct Refused {
  Place place;
  std::string what;
};

// Whether the quoted scalar that begins `text` ends: yaml-cpp takes the end of the text for its
// end.
bool is_closed(std::string_view text) {
  const char quote = text.front();
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 == text.size() || text[i + 1] != quote) return true;
      ++i;  // two single quotes are one
    }
  }
  return false;
}

// Makes the tree out of the parser's events.
class TreeMaker : public YAML::EventHandler {
 public:
  TreeMaker(const SourceText& source, Problems& problems) : source_{source}, problems_{problems} {}

  Node root;
  std::size_t documents = 0;

  // Where the innermost list or mapping that is still open began.
  const Node* innermost_open() const { return open_.empty() ? nullptr : &open_.back().node; }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents == 2) throw Refused{at(mark), "a second document begins, only one is read"};
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto written = source_.from(line(mark), column(mark));
    const bool is_written =
        !written.empty() && std::string_view{"~nN"}.find(written.front()) != std::string_view::npos;
    Node node;
    // Of a missing value yaml-cpp tells the place of whatever follows.
    node.place = is_written ? at(mark) : source_.last_before(line(mark), column(mark));
    add(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto named = anchored_.find(anchor);
    if (named == anchored_.end()) throw Refused{at(mark), "this alias stands inside what it names"};
    count(named->second.nodes, at(mark));
    insert(named->second.node);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    const auto written = source_.from(line(mark), column(mark));
    const bool quote = !written.empty() && (written.front() == '"' || written.front() == '\'');
    if (quote && !is_closed(written))
      throw Refused{at(mark), "the quote opened here is never closed"};
    check_tag(mark, tag, "tag:yaml.org,2002:str");
    Node node;
    node.kind = Node::Kind::kScalar;
    node.text = value;
    node.quoted = tag != "?";
    node.place = at(mark);
    add(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    check_tag(mark, tag, "tag:yaml.org,2002:seq");
    open(mark, Node::Kind::kList, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    check_tag(mark, tag, "tag:yaml.org,2002:map");
    open(mark, Node::Kind::kMapping, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  // A list or mapping whose end has not been met.
  struct Open {
    Node node;
    YAML::anchor_t anchor;
    std::size_t nodes_before;
    std::optional<Node> key;                      // of a mapping, while its value is awaited
    std::map<std::string, std::uint32_t> keys{};  // those met so far, and their lines
  };
  struct Anchored {
    Node node;
    std::size_t nodes;
  };

  static std::size_t line(const YAML::Mark& mark) {
    return static_cast<std::size_t>(std::max(mark.line, 0));
  }
  static std::size_t column(const YAML::Mark& mark) {
    return static_cast<std::size_t>(std::max(mark.column, 0));
  }
  Place at(const YAML::Mark& mark) const { return source_.place(line(mark), column(mark)); }

  void check_tag(const YAML::Mark& mark, const std::string& tag, std::string_view allowed) {
    if (tag.empty() || tag == "?" || tag == "!" || tag == allowed) return;
    problems_.add(at(mark), fmt::format("the tag '{}' is not read here, leave it out (quotes make "
                                        "any value a text)",
                                        tag));
  }

  void count(std::size_t nodes, Place place) {
    nodes_ += nodes;
    if (nodes_ > kNodesMost)
      throw Refused{place, fmt::format("the text holds more than {} values, aliases counted as "
                                       "what they stand for",
                                       kNodesMost)};
  }

  void open(const YAML::Mark& mark, Node::Kind kind, YAML::anchor_t anchor) {
    if (open_.size() == kLevelsMost)
      throw Refused{at(mark), fmt::format("nested deeper than {} levels", kLevelsMost)};
    count(1, at(mark));
    Node node;
    node.kind = kind;
    node.place = at(mark);
    open_.push_back({std::move(node), anchor, nodes_ - 1, std::nullopt});
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (closed.anchor != 0) anchored_[closed.anchor] = {closed.node, nodes_ - closed.nodes_before};
    insert(std::move(closed.node));
  }

  void add(Node node, YAML::anchor_t anchor) {
    count(1, node.place);
    if (anchor != 0) anchored_[anchor] = {node, 1};
    insert(std::move(node));
  }

  void insert(Node node) {
    if (open_.empty()) {
      root = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.kind == Node::Kind::kList) {
      parent.node.items.push_back(std::move(node));
    } else if (!parent.key) {
      parent.key = std::move(node);
    } else {
      insert_pair(parent, std::move(node));
    }
  }

  void insert_pair(Open& parent, Node value) {
    const Node key = *std::exchange(parent.key, std::nullopt);
    if (key.kind != Node::Kind::kScalar) {
      problems_.add(key.place, fmt::format("a key must be a text, not {}", what_is(key)));
      return;
    }
    const auto [first, is_new] = parent.keys.emplace(key.text, key.place.line);
    if (!is_new) {
      problems_.add(key.place, fmt::format("the key '{}' stands here twice, first in line {}",
                                           key.text, first->second));
      return;
    }
    value.key = key.text;
    value.key_place = key.place;
    if (value.kind == Node::Kind::kNull) value.place = key.place;
    parent.node.items.push_back(std::move(value));
  }

  const SourceText& source_;
  Problems& problems_;
  std::vector<Open> open_;
  std::unordered_map<YAML::anchor_t, Anchored> anchored_;
  std::size_t nodes_ = 0;
};

// yaml-cpp's words for what a file's author is likely to have done.
std::string in_our_words(const std::string& theirs) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kWords{{
      {"illegal map value",
       "a ': ' stands where no key can be: indent the line like its neighbours, "
       "and quote a text that holds ': '"},
      {"illegal map key", "a key cannot stand here: indent the line like its neighbours"},
      {"end of map not found", "this line is indented unlike its neighbours"},
      {"end of sequence not found", "this line is indented unlike its neighbours"},
      {"illegal block entry", "a list item '- ' cannot stand here"},
      {"unknown token", "this character cannot begin a value: quote the text"},
      {"illegal flow end", "a closing bracket without an opening one"},
      {"bad file", "nested too deep"},
  }};
  for (const auto& [from, to] : kWords) {
    if (theirs == from) return std::string{to};
  }
  return theirs;
}

void add_syntax_problem(const YAML::ParserException& failure, const SourceText& source,
                        const Node* innermost, Problems& problems) {
  const auto line = static_cast<std::size_t>(std::max(failure.mark.line, 0));
  const auto column = static_cast<std::size_t>(std::max(failure.mark.column, 0));
  if (const auto tab = source.tab_in_indentation(line)) {
    problems.add(*tab, "not YAML: a tab in the indentation, indent with spaces");
    return;
  }
  const bool in_brackets =
      failure.msg == "end of map flow not found" || failure.msg == "end of sequence flow not found";
  if (in_brackets && innermost != nullptr) {
    problems.add(source.place(line, column),
                 fmt::format("not YAML: the '{}' of line {}, column {} is not closed before this "
                             "(a text that holds braces, brackets or commas must be quoted there)",
                             innermost->kind == Node::Kind::kMapping ? '{' : '[',
                             innermost->place.line, innermost->place.column));
    return;
  }
  problems.add(source.place(line, column), "not YAML: " + in_our_words(failure.msg));
}

}  // namespace

std::optional<Node> read_yaml(std::string_view text, std::uint32_t source, Problems& problems) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  const SourceText lines{text, source};
  if (const auto flaw = lines.flaw()) {
    problems.add(flaw->place, flaw->what);
    return std::nullopt;
  }
  TreeMaker maker{lines, problems};
  try {
    std::istringstream stream{std::string{text}};
    YAML::Parser parser{stream};
    while (parser.HandleNextDocument(maker)) {
    }
  } catch (const Refused& refused) {
    problems.add(refused.place, refused.what);
    return std::nullopt;
  } catch (const YAML::ParserException& failure) {
    add_syntax_problem(failure, lines, maker.innermost_open(), problems);
    return std::nullopt;
  } catch (const std::exception& failure) {
    problems.add({source, 0, 0}, fmt::format("not YAML: {}", failure.what()));
    return std::nullopt;
  }
  return std::move(maker.root);
}

}  // namespace shadowsim
