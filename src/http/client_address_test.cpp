#include "http/client_address.h"

#include <gtest/gtest.h>

namespace callfold::http {
namespace {

struct Case {
    const char* peer;
    const char* forwarded_for;
    const char* client;
};

TEST(ClientAddress, IsTheRightmostThatNoTrustedProxyHas) {
    const std::vector<AddressRange> trusted{AddressRange::parse("10.0.0.0/8").value(),
                                            AddressRange::parse("2001:db8::/32").value()};
    for (const Case& c :
         {Case{"198.51.100.7", "203.0.113.9", "198.51.100.7"}, Case{"10.0.0.1", "", "10.0.0.1"},
          Case{"10.0.0.1", "203.0.113.9", "203.0.113.9"},
          Case{"10.0.0.1", "192.0.2.66, 203.0.113.9", "203.0.113.9"},
          Case{"10.0.0.1", "192.0.2.66,203.0.113.9 , 10.1.2.3", "203.0.113.9"},
          Case{"10.0.0.1", "10.9.9.9, 10.1.2.3", "10.9.9.9"},
          Case{"10.0.0.1", "203.0.113.9:4711", "203.0.113.9"},
          Case{"10.0.0.1", "[2001:dba::5]:4711, 2001:db8::2", "2001:dba::5"},
          Case{"10.0.0.1", "192.0.2.66, unknown, 10.1.2.3", "10.1.2.3"},
          Case{"10.0.0.1", "192.0.2.0/24", "10.0.0.1"}, Case{"10.0.0.1", ",", "10.0.0.1"}}) {
        EXPECT_EQ(client_address(c.peer, c.forwarded_for, trusted), c.client) << c.forwarded_for;
    }
}

TEST(ClientAddress, IsThePeerWhereNoProxyIsTrusted) {
    EXPECT_EQ(client_address("10.0.0.1", "203.0.113.9", {}), "10.0.0.1");
}

}  // namespace
}  // namespace callfold::http
