#include "batch/replications.hpp"

#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace nines {

namespace {

struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
    std::map<std::uint32_t, RunResult> ready;
    std::uint32_t next_to_start = 0;
    std::uint32_t next_to_take = 0;
    std::uint32_t working = 0;
    std::atomic<bool> stop{false};
    std::exception_ptr failure;
};

void work(Shared& s, std::uint32_t at_most, std::uint32_t ahead, const Replicate& run) {
    std::unique_lock lock{s.mutex};
    for (;;) {
        s.changed.wait(
            lock, [&] { return s.stop || s.next_to_start >= at_most || s.next_to_start < s.next_to_take + ahead; });
        if (s.stop || s.next_to_start >= at_most) break;
        const auto mine = s.next_to_start++;
        lock.unlock();
        std::optional<RunResult> result;
        std::exception_ptr failure;
        try {
            result = run(mine, s.stop);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        if (failure && !s.failure) s.failure = failure;
        if (!result)
            s.stop = true;
        else
            s.ready.emplace(mine, std::move(*result));
        s.changed.notify_all();
    }
    --s.working;
    s.changed.notify_all();
}

}  // namespace

void replicate(std::uint32_t at_most, std::uint32_t threads, const std::atomic<bool>* stop, const Replicate& run,
               const Take& take, const std::function<void()>& now_and_then) {
    Shared s;
    threads = std::max(1U, std::min(threads, at_most));
    s.working = threads;
    std::vector<std::jthread> workers;
    for (std::uint32_t i = 0; i < threads; ++i) workers.emplace_back([&] { work(s, at_most, 2 * threads, run); });
    std::unique_lock lock{s.mutex};
    for (bool more = true; more;) {
        s.changed.wait_for(lock, std::chrono::milliseconds{100},
                           [&] { return s.working == 0 || s.ready.contains(s.next_to_take); });
        if (stop != nullptr && stop->load()) s.stop = true;
        while (more) {
            auto node = s.ready.extract(s.next_to_take);
            if (node.empty()) break;
            lock.unlock();
            more = take(node.key(), std::move(node.mapped()));
            lock.lock();
            ++s.next_to_take;
            s.changed.notify_all();
        }
        lock.unlock();
        now_and_then();
        lock.lock();
        if (s.working == 0 && !s.ready.contains(s.next_to_take)) more = false;
    }
    s.stop = true;
    s.changed.notify_all();
    lock.unlock();
    workers.clear();
    if (s.failure) std::rethrow_exception(s.failure);
}

}  // namespace nines
