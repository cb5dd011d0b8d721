#include "cli/interrupt.hpp"

#include <csignal>

namespace nines {

namespace {

std::atomic<bool> flag{false};
static_assert(std::atomic<bool>::is_always_lock_free, "set in a signal handler");

bool install() {
    struct sigaction action = {};
    action.sa_handler = [](int) { flag.store(true); };
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // the second one kills
    sigemptyset(&action.sa_mask);
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction before = {};
        sigaction(signal, nullptr, &before);
        if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup and the like stay in force
    }
    return true;
}

}  // namespace

std::atomic<bool>& stop_flag() {
    static const bool installed = install();
    static_cast<void>(installed);
    return flag;
}

}  // namespace nines
