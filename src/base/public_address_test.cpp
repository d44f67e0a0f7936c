#include "base/public_address.h"

#include <gtest/gtest.h>

namespace callfold {
namespace {

TEST(PublicAddress, HostsOfTheInternetAre) {
    for (const char* address : {"1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255",
                                "100.128.0.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"}) {
        EXPECT_TRUE(is_public_address(address)) << address;
    }
}

TEST(PublicAddress, ThisMachineAndPrivateNetworksAreNot) {
    for (const char* address :
         {"127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
          "192.168.1.1", "169.254.169.254", "100.64.0.1", "::1", "::", "fe80::1", "fd00::1",
          "fec0::1", "224.0.0.1", "255.255.255.255", "ff02::1"}) {
        EXPECT_FALSE(is_public_address(address)) << address;
    }
}

TEST(PublicAddress, AnIpv4AddressInIpv6ClothesIsWhatItIs) {
    for (const char* address : {"::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
                                "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::"}) {
        EXPECT_FALSE(is_public_address(address)) << address;
    }
}

TEST(PublicAddress, WhatIsNoAddressIsNot) {
    for (const char* address : {"", "localhost", "1.2.3", "1.2.3.4/8", "fe80::1%eth0"})
        EXPECT_FALSE(is_public_address(address)) << address;
}

}  // namespace
}  // namespace callfold
