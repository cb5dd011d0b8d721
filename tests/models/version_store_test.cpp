// What several primaries have of a row, merged in any order.
#include <QTest>
#include <set>

#include "models/version_store.hpp"
#include "sim/random.hpp"

using namespace nines;
using namespace std::chrono_literals;

namespace {

constexpr auto ignore = [](Duration) {};

Instant at(int ms) { return Instant{std::chrono::milliseconds{ms}}; }

// By somebody who knows what the node has, or nothing at all.
void write(VersionStore& s, std::uint32_t node, int time, int stamp = -1, bool blind = false) {
    const std::vector<std::uint32_t> nothing(s.nodes(), 0);
    s.write(node, 0, blind ? std::span<const std::uint32_t>{nothing} : s.seen(node, 0),
            {.stamp = at(stamp < 0 ? time : stamp), .made = at(time)}, ignore);
}
void send(VersionStore& s, std::uint32_t from, std::uint32_t to, int time) {
    const auto update = s.update_of(from, 0);
    s.merge(to, update, at(time), ignore);
    s.drop(update);
}
void send_all(VersionStore& s, int time) {
    for (std::uint32_t from = 0; from < s.nodes(); ++from)
        for (std::uint32_t to = 0; to < s.nodes(); ++to)
            if (from != to) send(s, from, to, time);
}

}  // namespace

class VersionStoreTest : public QObject {
    Q_OBJECT

private slots:
    void a_write_that_knows_the_one_before_overwrites_it() {
        for (const auto resolution : {Resolution::last_write_wins, Resolution::siblings}) {
            VersionStore s{resolution, 2, 1};
            write(s, 0, 1);
            send(s, 0, 1, 2);
            write(s, 1, 3);
            send(s, 1, 0, 4);
            QCOMPARE(s.versions(0, 0), 1U);
            QCOMPARE(s.take_fates().lost, 0U);
        }
    }
    void of_two_that_do_not_know_each_other_the_later_stays_and_the_other_is_lost() {
        VersionStore s{Resolution::last_write_wins, 2, 1};
        write(s, 0, 1);
        write(s, 1, 2);
        QVERIFY(s.misses(std::vector<std::uint32_t>{1, 0}, 0));
        send_all(s, 3);
        QCOMPARE(s.winner(0, 0), std::pair(1U, 1U));
        QCOMPARE(s.winner(1, 0), std::pair(1U, 1U));
        const auto fates = s.take_fates();
        QCOMPARE(fates.lost, 1U);
        QCOMPARE(fates.lost_to_clocks, 0U);
    }
    // The clock of node 1 is 10 ms behind: what it writes later is older.
    void a_clock_that_is_behind_loses_the_later_write() {
        VersionStore s{Resolution::last_write_wins, 2, 1};
        write(s, 0, 1);
        write(s, 1, 5, 0);
        send_all(s, 6);
        QCOMPARE(s.winner(1, 0), std::pair(0U, 1U));
        auto fates = s.take_fates();
        QCOMPARE(fates.lost, 1U);
        QCOMPARE(fates.lost_to_clocks, 1U);
        // Even one that knows what it overwrites.
        write(s, 1, 7, 0);
        fates = s.take_fates();
        QCOMPARE(fates.lost_to_clocks, 1U);
    }
    void a_lost_write_is_lost_once_however_many_nodes_had_it() {
        VersionStore s{Resolution::last_write_wins, 5, 1};
        write(s, 0, 1);
        write(s, 1, 2);
        send(s, 0, 2, 3);
        send(s, 0, 3, 3);
        send_all(s, 4);
        QCOMPARE(s.take_fates().lost, 1U);
        QVERIFY(s.consistent());
    }
    void siblings_stay_until_a_write_knows_them() {
        VersionStore s{Resolution::siblings, 2, 1};
        write(s, 0, 1);
        write(s, 1, 2);
        send_all(s, 3);
        QCOMPARE(s.versions(0, 0), 2U);
        QCOMPARE(s.versions(1, 0), 2U);
        QCOMPARE(s.rows_with_siblings(), 2);
        write(s, 0, 4, -1, true);  // knows neither
        QCOMPARE(s.versions(0, 0), 3U);
        write(s, 0, 5);
        QCOMPARE(s.versions(0, 0), 1U);
        send_all(s, 6);
        QCOMPARE(s.versions(1, 0), 1U);
        QCOMPARE(s.rows_with_siblings(), 0);
        QCOMPARE(s.take_fates().lost, 0U);
    }
    void an_add_stays_unless_the_remove_knew_it() {
        const auto removed = [](VersionStore& s, std::uint32_t node, int time) {
            s.write(node, 0, s.seen(node, 0), {.stamp = at(time), .made = at(time), .removes = true}, ignore);
        };
        VersionStore s{Resolution::set, 2, 1};
        write(s, 0, 1);
        send_all(s, 2);
        removed(s, 1, 3);
        send_all(s, 4);
        QCOMPARE(s.versions(0, 0), 0U);
        QCOMPARE(s.take_fates().removes_undone, 0U);
        // At once, the remove first, then the add first.
        write(s, 0, 5);
        send_all(s, 6);
        removed(s, 1, 7);
        write(s, 0, 8);
        QCOMPARE(s.take_fates().removes_undone, 1U);
        send_all(s, 9);
        QCOMPARE(s.versions(1, 0), 1U);
        write(s, 0, 10);
        removed(s, 1, 11);
        QCOMPARE(s.take_fates().removes_undone, 1U);
        send_all(s, 12);
        QCOMPARE(s.versions(0, 0), 1U);
    }
    void convergence_is_from_the_write_until_the_last_node_has_it() {
        VersionStore s{Resolution::counter, 3, 1};
        std::vector<Duration> took;
        const auto note = [&](Duration d) { took.push_back(d); };
        for (const int time : {10, 20, 30}) s.write(0, 0, s.seen(0, 0), {.stamp = at(time), .made = at(time)}, note);
        const auto update = s.update_of(0, 0);
        s.merge(1, update, at(35), note);
        QVERIFY(took.empty());
        QCOMPARE(s.lacks_since(2, 0), at(10));
        s.begin_catching_up();
        QCOMPARE(s.owed(), 1U);
        s.merge(2, update, at(40), note);
        QCOMPARE(s.owed(), 0U);
        s.drop(update);
        QVERIFY((took == std::vector<Duration>{30ms, 20ms, 10ms}));
        QVERIFY(!s.lacks_since(2, 0));
    }
    // Random writes, some by those who know less than the node; updates that are late, twice or out of order. When all
    // is quiet every node has the same, and only last_write_wins has lost any.
    void whatever_the_order_all_nodes_come_to_the_same() {
        for (const auto resolution :
             {Resolution::last_write_wins, Resolution::siblings, Resolution::counter, Resolution::set})
            for (std::uint64_t seed = 1; seed <= 50; ++seed) come_to_the_same(resolution, seed);
    }

private:
    static void come_to_the_same(Resolution resolution, std::uint64_t seed) {
        Random r{{seed, 0, 0, 0}};
        const auto nodes = static_cast<std::uint32_t>(2 + r.below(3));
        VersionStore s{resolution, nodes, 1};
        struct Late {
            std::uint32_t update, to;
        };
        std::vector<Late> under_way;
        std::vector<std::vector<std::uint32_t>> readers;
        std::uint64_t converged = 0, writes = 0;
        const auto note = [&](Duration) { ++converged; };
        for (int time = 1; time < 300; ++time) {
            const auto node = static_cast<std::uint32_t>(r.below(nodes));
            const auto has = s.seen(node, 0);
            if (r.below(3) == 0) readers.emplace_back(has.begin(), has.end());
            if (r.below(2) == 0) {
                const bool late = !readers.empty() && r.below(2) == 0;
                const auto knows =
                    late ? readers[r.below(readers.size())] : std::vector<std::uint32_t>{has.begin(), has.end()};
                s.write(node, 0, knows,
                        {.stamp = at(time - static_cast<int>(r.below(20))),
                         .made = at(time),
                         .removes = resolution == Resolution::set && r.below(3) == 0},
                        note);
                ++writes;
            }
            if (r.below(2) == 0)
                under_way.push_back({s.update_of(node, 0), static_cast<std::uint32_t>(r.below(nodes))});
            if (!under_way.empty() && r.below(2) == 0) {
                const auto k = r.below(under_way.size());
                s.merge(under_way[k].to, under_way[k].update, at(time), note);
                if (r.below(3) != 0) {
                    s.drop(under_way[k].update);
                    under_way.erase(under_way.begin() + static_cast<std::ptrdiff_t>(k));
                }
            }
            QVERIFY(s.consistent());
        }
        for (std::uint32_t from = 0; from < nodes; ++from)
            for (std::uint32_t to = 0; to < nodes; ++to) {
                const auto update = s.update_of(from, 0);
                s.merge(to, update, at(300), note);
                s.drop(update);
            }
        for (const auto& late : under_way) {
            s.merge(late.to, late.update, at(301), note);
            s.drop(late.update);
        }
        for (std::uint32_t n = 1; n < nodes; ++n) {
            QVERIFY(std::ranges::equal(s.seen(n, 0), s.seen(0, 0)));
            QCOMPARE(s.versions(n, 0), s.versions(0, 0));
            if (resolution == Resolution::last_write_wins) QVERIFY(s.winner(n, 0) == s.winner(0, 0));
        }
        QVERIFY(s.consistent());
        QCOMPARE(converged, writes);
        if (resolution != Resolution::last_write_wins) QCOMPARE(s.take_fates().lost, 0U);
    }
};

QTEST_APPLESS_MAIN(VersionStoreTest)
#include "version_store_test.moc"
