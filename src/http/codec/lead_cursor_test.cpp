#include "http/codec/lead_cursor.h"

#include <gtest/gtest.h>

namespace callfold::http {
namespace {

const LeadPlace place{85, parse_timestamp("2026-02-03T09:15:04.25Z").value(), AnalysisRowId{17}};

TEST(LeadCursor, GivesThePlaceBack) {
    EXPECT_EQ(decode_lead_cursor(encode_lead_cursor(place)), place);
    const LeadPlace first{100, from_unix_us(0), AnalysisRowId{0}};
    EXPECT_EQ(decode_lead_cursor(encode_lead_cursor(first)), first);
}

TEST(LeadCursor, RefusesWhatItDidNotGive) {
    const std::string cursor = encode_lead_cursor(place);
    std::string of_another_list = cursor;
    of_another_list[0] = 'c';
    std::string with_a_sign = cursor;
    with_a_sign[2] = '-';
    std::string with_a_sign_before_zero = encode_lead_cursor({85, place.analyzed_at, {}});
    with_a_sign_before_zero[34] = '-';
    std::string of_an_impossible_score = cursor;
    of_an_impossible_score[2] = '1';
    for (const std::string& text :
         {std::string{}, std::string{"l1"}, cursor + "0", cursor.substr(0, cursor.size() - 1),
          of_another_list, with_a_sign, with_a_sign_before_zero, of_an_impossible_score}) {
        EXPECT_EQ(decode_lead_cursor(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace callfold::http
