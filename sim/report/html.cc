#include "sim/report/html.h"

#include <string_view>

#include "sim/report/page.h"
#include "sim/report/xml_text.h"

namespace shadowsim::report {
namespace {

constexpr std::string_view kDataMark = "<!--shadowsim:data-->";

// Text of a file as an element of the page that no browser runs. "<" could end the element; it
// stands only within JSON's strings, where it may be written as an escape.
std::string element(std::string_view id, std::string_view type, std::string_view text) {
  std::string html = fmt::format("<script type=\"{}\" id=\"{}\">\n", type, id);
  for (const char letter : text) {
    if (letter == '<')
      html += "\\u003c";
    else
      html += letter;
  }
  return html + "</script>\n";
}

}  // namespace

std::string to_html(const results::ResultTexts& texts) {
  constexpr std::string_view kJson = "application/json";
  const std::size_t mark = kPage.find(kDataMark);
  std::string html{kPage.substr(0, mark)};
  html += element("summary", kJson, texts.summary);
  html += element("histograms", kJson, texts.histograms);
  html += element("intervals", "text/csv", texts.intervals);
  html += element("slowest", kJson, texts.slowest);
  html += fmt::format("<pre id=\"scenario\" hidden>\n{}</pre>\n", to_xml_text(texts.scenario));
  html += kPage.substr(mark + kDataMark.size());
  return html;
}

}  // namespace shadowsim::report
