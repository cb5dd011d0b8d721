// Work queue: where requests wait for a worker of a replica, and in which order they are taken.
#pragma once

#include <optional>
#include <string>

#include "models/scalars.hpp"

namespace nines {

enum class Discipline : std::uint8_t {
    fifo,
    lifo,               // newest first; work under way is not interrupted
    preemptive_lifo,    // newest first; interrupts, and the interrupted resumes later
    priority,           // highest priority first, first come within it; work under way is not interrupted
    processor_sharing,  // all at once; the workers' capacity is shared equally
};
template <>
struct Choices<Discipline> {
    static constexpr std::array<std::string_view, 5> names = {"fifo", "lifo", "preemptive_lifo", "priority",
                                                              "processor_sharing"};
};

struct WorkQueue {
    static constexpr const char* type_name = "WorkQueue";
    Limit capacity;  // requests waiting; one more is rejected
    Discipline discipline = Discipline::fifo;
    std::optional<Distribution> max_wait;  // one that has waited this long is rejected
    friend bool operator==(const WorkQueue&, const WorkQueue&) = default;
};
void describe(Describe& d, WorkQueue& q);

}  // namespace nines
