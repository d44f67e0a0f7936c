#include "http/password_work.h"

#include <asio/post.hpp>
#include <asio/thread_pool.hpp>

namespace callfold::http {

struct PasswordWork::Thread {
    asio::thread_pool pool{1};
};

PasswordWork::PasswordWork(std::size_t waiting_max)
    : waiting_max_(waiting_max), thread_(std::make_unique<Thread>()) {}

PasswordWork::~PasswordWork() {
    stop();
}

bool PasswordWork::post(std::function<void()> work) {
    if (waiting_.fetch_add(1) >= waiting_max_) {
        --waiting_;
        return false;
    }
    asio::post(thread_->pool, [this, work = std::move(work)] {
        work();
        --waiting_;
    });
    return true;
}

void PasswordWork::stop() {
    thread_->pool.join();
}

}  // namespace callfold::http
