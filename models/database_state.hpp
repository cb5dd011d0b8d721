// The nodes of a database during a run: who is primary, what each has of the log, and what is on its way to it.
//
// Always: applied <= flushed <= received; messages to a replica arrive in the order in which they were sent, unless
// writes travel by themselves. Nodes are known by the index of their replica.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "models/call_queue.hpp"
#include "models/keys.hpp"
#include "models/multi_primary_state.hpp"
#include "models/ring.hpp"
#include "models/slot_table.hpp"
#include "models/write_ledger.hpp"
#include "sim/event.hpp"
#include "sim/time.hpp"

namespace nines {

// What an event of kind `data` is about; the low bits of its index.
enum class DataEvent : std::uint32_t {
    arrived,           // node: the next piece of the log
    answered,          // node: its primary learns what it has
    flushed,           // node: its disk
    applied,           // node
    joined,            // node: ready to follow its upstream
    demoted,           // node: it has been cut off for too long
    travelled,         // slot: a write that travels by itself
    detected,          // database: its primary is taken for dead
    promoted,          // database: the candidate takes over
    redirected,        // database: writers learn who is primary
    timed_out,         // database: semi-synchronous writes have waited long enough
    quorum_request,    // message: it reaches its node
    quorum_answer,     // message: the answer reaches the coordinator
    quorum_timeout,    // operation
    anti_entropy,      // database
    election_timeout,  // node: it hears from no leader
    vote,              // message: asked for, or given
    backup,            // database: a full one
    incremental_backup,
    backup_done,      // database: its load on the primary ends
    archived,         // database: a piece of the log
    restore_test,     // database
    damage_noticed,   // database
    restored,         // database
    checkpoint,       // node
    checkpoint_done,  // node
    lock_granted,     // transaction: it goes on with the lock that it waited for
    lock_check,       // transaction: it has waited long enough to look for a deadlock, or to give up
    update,           // row update: it reaches its node, or has been applied there
    channel_free,     // channel of a database
    disk_full,        // node: it stops
    disk_cleared,     // node
};
inline constexpr unsigned data_event_bits = 5;
inline constexpr std::size_t most_data_slots = (Event::max_index >> data_event_bits) + 1;  // that events can tell apart

struct DatabaseNode {
    static constexpr Position everything = std::numeric_limits<Position>::max();

    // A piece of the log on its way from the primary, or the answer that it is on the disk.
    struct Message {
        Position position = 0;  // the last write in it
        Instant departs;        // until then it is still the sender's
        Instant arrives;
    };

    Index database = none;
    Index upstream = none;   // the node it copies from
    bool primary = false;    // by its own lights
    bool connected = false;  // to its upstream
    bool flushing = false;
    Position received = 0;  // of a primary: written
    Position flushed = 0;
    Position applied = 0;
    Position flush_target = 0, apply_target = 0;
    Position sent = 0;            // to it
    Position acknowledged = 0;    // by it, as its primary knows
    Position limit = everything;  // up to here its log is that of the leader
    Instant channel_free;         // the channel to it
    Instant last_arrival;
    Ring<Message> inbox, answers;
    CallQueue waiting;  // of a primary: writes, in the order of the log
    std::uint64_t waiters = 0;
    std::uint32_t generation = 0;  // of the writes that travel to it by themselves
    Stub arrival = no_stub, answer = no_stub, flush_done = no_stub, apply_done = no_stub;
    Stub joining = no_stub, demotion = no_stub;
    Position log_from = 0;     // its disk has nothing of the log before
    bool full = false;         // its disk
    bool out_of_room = false;  // and it has stopped
    std::uint64_t term = 0;    // of elections
    Index voted_for = none;    // in that term
    std::uint32_t votes = 0;   // that it has, as a candidate; 0: it is none
    Stub election = no_stub;

    // What it has of the leader's log, as its readers see it.
    [[nodiscard]] Position has() const noexcept { return applied < limit ? applied : limit; }
};

// Of a database without a primary; arrays by key, or by node and key.
struct QuorumState {
    std::vector<std::uint64_t> issued;        // versions
    std::vector<std::uint64_t> acknowledged;  // the newest that was
    std::vector<Instant> acknowledged_at;     // when
    std::vector<std::uint64_t> versions;      // that each node has
    std::vector<std::uint64_t> hints;         // kept for each node; 0: none
    std::vector<Instant> down_since;          // by node
};

// A read or a write under way, or the repair after a read.
struct QuorumOp {
    Index call = none;  // or the next free slot
    std::uint32_t call_serial = 0;
    Index database = none;
    Index coordinator = none;
    std::uint64_t key = 0;
    std::uint64_t version = 0;  // of a write
    std::uint64_t seen = 0;     // of a read: the newest that was answered
    std::uint64_t newest = 0;   // acknowledged when it began
    Instant newest_at{};
    std::uint32_t needed = 0, answers = 0;
    std::uint32_t pending = 0;  // messages
    bool writes = false, repair = false, decided = false;
    Stub timeout = no_stub;
};
struct QuorumMessage {
    Index op = none;  // or the next free slot
    Index node = none;
    std::uint64_t version = 0;
};

// A vote that is asked for, or the answer.
struct Vote {
    Index from = none;  // or the next free slot
    Index to = none;
    std::uint64_t term = 0;
    bool answer = false, granted = false;
};

// A transaction that has the lock of a row.
struct LockHold {
    Index transaction = none;
    Index next = none;  // who has it too, or the next free slot
};
struct LockState {
    Index holds = none;
    bool shared = false;              // by readers
    Index first = none, last = none;  // transactions that wait for it
};
struct TransactionState {
    static constexpr std::size_t most_rows = 64;
    Index call = none;              // none: the slot is free
    std::uint32_t call_serial = 0;  // when it began to wait
    Index database = none;
    Index node = none;
    Position began = 0;  // the end of the log then
    std::array<std::uint32_t, most_rows> keys{};
    std::uint32_t rows = 0;
    std::uint64_t held = 0;  // a bit a row
    Index waits = none;      // the row whose lock it waits for
    bool waits_to_write = false;
    bool checked = false;  // this wait, for a deadlock
    Instant since{};       // it waits
    Index next = none;     // who waits for the same lock, or the next free slot
    std::uint64_t visit = 0;
    Stub check = no_stub;

    // Whether this search has been here before.
    [[nodiscard]] bool marked(std::uint64_t search) noexcept {
        const bool before = visit == search;
        visit = search;
        return before;
    }
};

struct BackupRecord {
    Instant taken{};  // the moment it holds
    Instant usable{};
    Instant away{};                  // its copy in another place is, likewise
    std::uint64_t acknowledged = 0;  // writes of the whole run that it has
    bool full = true;
    bool good = true;
};

// What a request, known by the call that it began with, knows of a database: it is about one row of it.
struct Session {
    static constexpr std::uint64_t no_key = std::numeric_limits<std::uint64_t>::max();
    Instant issued = never;  // the call
    std::uint64_t key = no_key;
    Position seen = 0;      // the last write to the key when it was read
    Position written = 0;   // by this request
    bool knows = false;     // of several primaries: what it knows of its row has been noted
    bool has_read = false;  // likewise: its row
};

struct DatabaseState {
    Index leader = 0;  // the node that was promoted last
    WriteLedger ledger;
    std::vector<Index> known;  // by zone: the node that writers there take for the primary
    bool lost = false;         // the leader is down or cut off
    Instant lost_since{};
    Position log_at_loss = 0;
    bool recovering = false;  // from the loss until writers can write again
    Index candidate = none;
    bool handing_over = false;  // the leader refuses writes until the first node has all of them
    bool alone = false;         // semi-synchronous, and waiting for nobody
    bool split = false;         // two nodes take writes
    std::uint32_t cursor = 0;   // of reads, among the replicas
    std::uint32_t settled_before = 0;
    KeyPicker picker;
    std::vector<Session> sessions;           // by call
    std::vector<Position> last_write;        // by key, when anybody asks whether one has changed
    Instant elected_at{};                    // elections: the heartbeats of the leader are counted from here
    Instant last_heard{};                    // the last heartbeat that reached anybody
    std::uint64_t term = 0, first_term = 0;  // of the leader; when its election began
    bool electing = false;
    bool first_timeout = false;  // has passed
    QuorumState quorum;
    MultiPrimaryState primaries;
    std::vector<LockState> locks;  // by key
    std::uint64_t ever_acknowledged = 0;
    std::uint64_t written = 0;  // on the disk since there was as much room as at the start
    Instant runbook_tried{};    // when it was last followed
    Instant restore_runbook_tried{};
    std::vector<BackupRecord> backups;  // by age, the oldest first
    BackupRecord archived;              // the last piece of the log
    Ring<BackupRecord> pieces;          // of the log, whose copies are still on their way, or the last that arrived
    Instant link_free{};                // to the other place: for backups
    Instant log_link_free{};            // likewise: for the log, which does not wait for them
    bool backups_fail = false;          // and nobody knows
    Index loaded = none;                // the node that a backup slows down
    bool damaged = false;               // the data is wrong
    bool stopped = false;               // to be restored
    Instant damaged_at{};
    std::uint64_t acknowledged_at_damage = 0;
    Stub detection = no_stub, promotion = no_stub, redirection = no_stub, timeout = no_stub;
};

// A write that travels by itself.
struct Travelling {
    Index node = none;  // or the next free slot
    std::uint32_t generation = 0;
};

}  // namespace nines
