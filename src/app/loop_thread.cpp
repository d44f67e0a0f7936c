#include "app/loop_thread.h"

#include <chrono>
#include <exception>

#include <pthread.h>

#include "base/log.h"

namespace callfold {
namespace {

constexpr std::chrono::milliseconds pause_after_failure{200};

}  // namespace

LoopThread::LoopThread(std::string name, std::function<void()> turn, std::function<void()> wake,
                       int count)
    : name_(std::move(name)), turn_(std::move(turn)), wake_(std::move(wake)) {
    for (int i = 0; i < count; ++i)
        threads_.emplace_back([this] { run(); });
}

LoopThread::~LoopThread() {
    stop();
}

void LoopThread::stop() {
    stopping_ = true;
    wake_();
    for (std::thread& thread : threads_)
        if (thread.joinable()) thread.join();
}

void LoopThread::run() {
    pthread_setname_np(pthread_self(), name_.substr(0, 15).c_str());
    while (!stopping_) {
        try {
            turn_();
        } catch (const std::exception& error) {
            log(LogLevel::error, "step_failed",
                {{"thread", std::string_view{name_}}, {"error", std::string_view{error.what()}}});
            std::this_thread::sleep_for(pause_after_failure);
        }
    }
}

void Pause::wait(std::chrono::milliseconds longest) {
    std::unique_lock lock(mutex_);
    ended_early_.wait_for(lock, longest, [this] { return ended_; });
}

void Pause::end() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    ended_early_.notify_all();
}

}  // namespace callfold
