// Messages of a run: what is known of each by its identity, the copies that brokers hold, and which calls carry or work
// for which. Memory grows with the messages under way, not with the length of the run.
//
// Always: a publication lives while anything refers to it (calls that carry it or work for it, records, the message for
// whose sake it was published); then the ledger closes it, in exactly one state for each group.
#pragma once

#include <cstdint>
#include <vector>

#include "models/model.hpp"
#include "models/ring.hpp"
#include "models/slot_table.hpp"

namespace nines {

// A message, by identity. What is published again for the same message, by the same step, is the same publication.
struct Publication {
    Instant published{};         // its publisher's first attempt began
    Instant stored{};            // last
    std::uint64_t sequence = 0;  // of its channel
    std::uint32_t references = 0;
    std::uint32_t serial = 0;  // of its slot
    Index channel = none, partition = none;
    Index key = 0;
    std::uint32_t session = 0;                 // the call that publishes it, whatever its attempts
    std::uint32_t stored_session = 0;          // that stored it last
    Index first_child = none, sibling = none;  // published for its sake; `sibling` links those, or the free slots
    Index edge = none;                         // the step that publishes it ...
    std::uint32_t loop = 0;                    // ... and its turn
    std::uint32_t copies = 0;                  // stored and not lost again: records, and what was consumed
    bool acknowledged : 1 = false;             // the publisher was told so
    bool stored_once : 1 = false;
    bool poison : 1 = false;
    bool staged : 1 = false;  // published within a transaction that is not over
    bool live : 1 = false;
};

// What one group made of a publication.
struct Receipt {
    std::uint32_t deliveries = 0;
    std::uint32_t effects = 0;
    bool dead_lettered = false, expired = false;
};

// A message as a broker holds it: of a queue, one for each group; of a log, one for all.
struct MessageRecord {
    enum class State : std::uint8_t { free, kept, ready, returned, blocked, delayed, delivered };
    Instant stored{};
    Instant hidden_until{};    // delivered
    std::uint64_t offset = 0;  // in its partition
    Index publication = none;
    Index group = none;  // none: of a log
    Index next = none, prev = none;
    std::uint32_t serial = 0;    // of its slot
    std::uint32_t delivery = 0;  // changes with each
    std::uint32_t deliveries = 0;
    Stub timer = no_stub;
    State state = State::free;
};

// What a call has to do with messages.
struct Errand {
    Index publishes = none;  // publication
    Index works_for = none;  // receipt
    Index record = none;     // of a delivery
    std::uint32_t record_serial = 0, delivery = 0;
    Index credit = none;  // a delivery that its consumer holds: the group ...
    Index member = none;  // ... and the consumer
    std::uint32_t epoch = 0;
    std::uint32_t session = 0;  // the call that publishes
};

using PublicationTable = SlotTable<Publication, &Publication::sibling>;
using RecordTable = SlotTable<MessageRecord, &MessageRecord::next>;

// Records in a row, linked through themselves.
struct RecordList {
    Index head = none, tail = none;
    std::uint64_t size = 0;

    [[nodiscard]] bool empty() const noexcept { return head == none; }
    void push_back(RecordTable& t, Index r) { insert_after(t, tail, r); }
    // `place` none: at the front.
    void insert_after(RecordTable& t, Index place, Index r) {
        MessageRecord& record = t[r];
        record.prev = place;
        record.next = place == none ? head : t[place].next;
        (record.next == none ? tail : t[record.next].prev) = r;
        (place == none ? head : t[place].next) = r;
        ++size;
    }
    void remove(RecordTable& t, Index r) {
        const MessageRecord& record = t[r];
        (record.prev == none ? head : t[record.prev].next) = record.next;
        (record.next == none ? tail : t[record.next].prev) = record.prev;
        --size;
    }
};

// Of an append that waits to be kept.
struct Append {
    std::uint64_t offset = 0;
    Index publication = none;
    Index waiter = none;  // the call that publishes it
    std::uint32_t waiter_serial = 0;
};

// A publisher that waits for room.
struct BlockedPublisher {
    Index call = none;
    std::uint32_t serial = 0;
};

struct BlockedPublishers {
    Ring<BlockedPublisher> waiting;
    bool entering = false;
};

struct CopyState {
    std::uint64_t has = 0;      // messages, from the first
    std::uint64_t flushed = 0;  // of these, at the last flush before ...
    std::int64_t flush = 0;     // ... this one
    std::uint64_t target = 0;   // has, after the transfer under way
    Stub transfer = no_stub;
    Instant caught_up{};  // last
    bool in_sync = true;
};

struct PartitionState {
    Index leader = none;  // replica; none: nobody leads
    std::uint64_t end = 0;
    std::uint64_t committed = 0;
    Ring<Append> waiting;
    Ring<Append> duplicates;  // publishers that sent the same again meanwhile
    Ring<Index> deferred;     // publications of a transaction that came to its end while nobody led
    bool crashed = false;     // the leader, and has not led since
    bool unled = false;
    RecordList records;  // of a log
    Stub expiry = no_stub;
};

// The consumers of a channel, and of a queue what they are to get.
struct GroupState {
    RecordList ready, returned;
    std::vector<Index> available;     // members that may hold another message
    std::vector<Index> position;      // by member: in `available`; none: it is not there
    std::vector<std::uint64_t> held;  // by member
    std::vector<std::uint32_t> epoch;
    std::uint32_t cursor = 0;
    bool dispatching = false, due = false;
    std::vector<RecordList> blocked;  // by key, when these are ordered
    std::vector<bool> key_busy;
    std::vector<std::uint64_t> latest;  // by key: the latest sequence that had its effect
    Stub expiry = no_stub;
    // Of a log.
    Instant deal{};  // when the deal under way is done
    bool rebalancing = false;
};

// How far a group has come in a partition.
struct ReaderState {
    Index group = none, partition = none;
    Index member = none;
    Index position = none;     // record to process next; none: none is there yet
    std::uint64_t offset = 0;  // of that
    std::uint64_t committed = 0;
    std::uint64_t fetched = 0;  // up to here
    Instant last_commit{};
    Stub fetch = no_stub;  // or the wait before the next try
    Stub commit = no_stub;
    bool fetch_arrives = false;
    bool busy = false, stopped = false;
    std::uint32_t epoch = 0;     // of the assignment
    std::uint32_t failures = 0;  // of the record at `position`
};

}  // namespace nines
