#include "sim/report/xml_text.h"

#include <gtest/gtest.h>

namespace shadowsim::report {
namespace {

TEST(XmlText, EscapesWhatHasAMeaning) {
  EXPECT_EQ(to_xml_text(R"(a < b && c > "d")"), "a &lt; b &amp;&amp; c &gt; &quot;d&quot;");
  EXPECT_EQ(to_xml_text("]]>"), "]]&gt;");
  EXPECT_EQ(to_xml_text("a\tb\r\nc"), "a&#9;b&#13;&#10;c");
}

TEST(XmlText, LeavesOtherTextsAsTheyAre) {
  EXPECT_EQ(to_xml_text(""), "");
  EXPECT_EQ(to_xml_text("K\xC3\xBC"
                        "che, \xE2\x82\xAC, \xF0\x9F\x92\xA1"),
            "K\xC3\xBC"
            "che, \xE2\x82\xAC, \xF0\x9F\x92\xA1");
}

TEST(XmlText, ReplacesWhatXmlCannotHold) {
  const std::string lost = "\xEF\xBF\xBD";
  EXPECT_EQ(to_xml_text(std::string{"a\0b\x1F", 4}), "a" + lost + "b" + lost);
  EXPECT_EQ(to_xml_text("\x80|\xC0\xAF|\xC3"), lost + "|" + lost + lost + "|" + lost)
      << "a lone continuation, an overlong form, an end in the middle";
  EXPECT_EQ(to_xml_text("\xED\xA0\x80"), lost) << "a surrogate";
  EXPECT_EQ(to_xml_text("\xEF\xBF\xBF"), lost) << "U+FFFF";
  EXPECT_EQ(to_xml_text("\xF4\x90\x80\x80"), lost + lost + lost + lost) << "beyond U+10FFFF";
}

}  // namespace
}  // namespace shadowsim::report
