// Events: plain values. An event is a kind and an index into the table of that kind; what it means is the business of
// whoever scheduled it.
//
// Its key orders the pending-event set: 64 bits of time, 33 of sequence, 6 of kind, 25 of index, so that a comparison
// of two integers gives first scheduled, first fired. The lower half is a ticket, unique among pending events. Who
// waits for an event keeps the stub of its ticket; forgetting the stub cancels the event.
#pragma once

#include <cstdint>

#include "sim/time.hpp"

namespace nines {

__extension__ typedef unsigned __int128 EventKey;

using Ticket = std::uint64_t;
inline constexpr Ticket no_ticket = 0;

// The low 32 bits of a ticket's sequence number, which is always odd. Two tickets for the same thing have different
// ones unless two billion events lie between them.
using Stub = std::uint32_t;
inline constexpr Stub no_stub = 0;

struct Event {
    static constexpr unsigned index_bits = 25;
    static constexpr unsigned kind_bits = 6;
    static constexpr unsigned sequence_bits = 64 - index_bits - kind_bits;
    static constexpr std::uint32_t max_index = (1U << index_bits) - 1;
    static constexpr std::uint64_t max_sequence = (std::uint64_t{1} << sequence_bits) - 1;

    Instant time;
    Ticket ticket = no_ticket;

    [[nodiscard]] std::uint32_t kind() const noexcept {
        return static_cast<std::uint32_t>(ticket >> index_bits) & ((1U << kind_bits) - 1);
    }
    [[nodiscard]] std::uint32_t index() const noexcept { return static_cast<std::uint32_t>(ticket) & max_index; }
    [[nodiscard]] Stub stub() const noexcept { return static_cast<Stub>(ticket >> (index_bits + kind_bits)); }
};
[[nodiscard]] inline Stub stub_of(Ticket t) noexcept { return Event{{}, t}.stub(); }

[[nodiscard]] inline Ticket make_ticket(std::uint64_t sequence, std::uint32_t kind, std::uint32_t index) noexcept {
    return sequence << (Event::index_bits + Event::kind_bits) | std::uint64_t{kind} << Event::index_bits | index;
}
// Times before the start of the run are not ordered; there are none.
[[nodiscard]] inline EventKey make_key(Instant t, Ticket ticket) noexcept {
    return static_cast<EventKey>(static_cast<std::uint64_t>(t.time_since_epoch().count())) << 64 | ticket;
}
// Since the start of the run; more than any time for a key of all ones.
[[nodiscard]] inline std::uint64_t nanoseconds_of(EventKey k) noexcept { return static_cast<std::uint64_t>(k >> 64); }
[[nodiscard]] inline std::uint64_t nanoseconds_of(Instant t) noexcept {
    return static_cast<std::uint64_t>(t.time_since_epoch().count());
}
[[nodiscard]] inline Instant time_of(EventKey k) noexcept {
    return Instant{Duration{static_cast<std::int64_t>(k >> 64)}};
}
[[nodiscard]] inline Ticket ticket_of(EventKey k) noexcept { return static_cast<Ticket>(k); }
[[nodiscard]] inline Event event_of(EventKey k) noexcept { return {time_of(k), ticket_of(k)}; }

}  // namespace nines
