#include "app/inherited_socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace callfold {
namespace {

using ::testing::HasSubstr;

constexpr pid_t own_process = 4711;

class InheritedSocketTest : public ::testing::Test {
  protected:
    ~InheritedSocketTest() override {
        if (descriptor >= 0) ::close(descriptor);
    }

    void open_socket(int family, int type) { descriptor = ::socket(family, type, 0); }
    void bind_to_loopback() const {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ASSERT_EQ(::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
    }
    void open_listening() {
        open_socket(AF_INET, SOCK_STREAM);
        bind_to_loopback();
        ASSERT_EQ(::listen(descriptor, 1), 0);
    }
    Result<std::optional<int>> inherited() const {
        return inherited_socket(environment, own_process, descriptor);
    }

    std::map<std::string, std::string, std::less<>> environment{{"LISTEN_PID", "4711"},
                                                                {"LISTEN_FDS", "1"}};
    int descriptor = -1;
};

TEST_F(InheritedSocketTest, IsTakenWhenItListensAndIsNotHandedOn) {
    open_listening();
    const auto found = inherited();
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(*found, descriptor);
    EXPECT_EQ(::fcntl(descriptor, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
}

TEST_F(InheritedSocketTest, IsNoneWithoutTheVariablesOrWithThoseOfAnotherProcess) {
    open_listening();
    environment["LISTEN_PID"] = "4712";
    EXPECT_EQ(inherited().value(), std::nullopt);
    environment.erase("LISTEN_PID");
    EXPECT_EQ(inherited().value(), std::nullopt);
    environment = {{"LISTEN_PID", "4711"}};
    EXPECT_EQ(inherited().value(), std::nullopt);
}

TEST_F(InheritedSocketTest, IsRefusedWhenThereAreSeveralOrTheNumberIsNone) {
    open_listening();
    for (const char* count : {"0", "2", "-1", "one", "", "1 "}) {
        environment["LISTEN_FDS"] = count;
        const auto found = inherited();
        ASSERT_FALSE(found) << count;
        EXPECT_EQ(found.error().code, ErrorCode::invalid_argument);
        EXPECT_THAT(found.error().message, HasSubstr("deploy/callfold.socket"));
    }
}

TEST_F(InheritedSocketTest, IsRefusedWhenItIsNoSocketOfTcpThatListens) {
    descriptor = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    EXPECT_THAT(inherited().error().message, HasSubstr("is none (Socket operation on non-socket)"));
    ::close(descriptor);
    EXPECT_THAT(inherited().error().message, HasSubstr("is none (Bad file descriptor)"));

    open_socket(AF_INET, SOCK_DGRAM);
    EXPECT_THAT(inherited().error().message, HasSubstr("not one of TCP"));
    ::close(descriptor);
    open_socket(AF_UNIX, SOCK_STREAM);
    EXPECT_THAT(inherited().error().message, HasSubstr("not one of TCP"));
    ::close(descriptor);

    open_socket(AF_INET, SOCK_STREAM);
    bind_to_loopback();
    EXPECT_THAT(inherited().error().message, HasSubstr("it does not listen"));
}

}  // namespace
}  // namespace callfold
