#include "models/cache_store.hpp"

#include <QTest>

#include "models/popularity.hpp"

using namespace nines;
using namespace std::chrono_literals;

class CacheStoreTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    static Cache cache(std::uint32_t keys, std::optional<std::uint32_t> size, std::optional<Duration> ttl = {},
                       Duration stale = 0s) {
        Cache c;
        c.keys = keys;
        c.size = size;
        c.ttl = ttl;
        c.stale_while_revalidate = stale;
        return c;
    }
    using Found = CacheStore::Found;

private slots:
    void it_is_empty_at_first_and_after_it_was_cleared() {
        CacheStore s{cache(10, {})};
        QVERIFY(s.look_up(3, at(0s)) == Found::absent);
        s.store(3, at(0s));
        QVERIFY(s.look_up(3, at(1h)) == Found::fresh);
        QCOMPARE(s.entries(), 1U);
        s.clear();
        QVERIFY(s.look_up(3, at(1h)) == Found::absent);
        QCOMPARE(s.entries(), 0U);
    }
    void the_least_recently_used_makes_room() {
        CacheStore s{cache(10, 3)};
        for (const auto k : {1U, 2U, 3U}) QVERIFY(!s.store(k, at(0s)));
        QVERIFY(s.look_up(1, at(1s)) == Found::fresh);  // 2 is the oldest now
        QVERIFY(s.store(4, at(2s)));
        QCOMPARE(s.entries(), 3U);
        QVERIFY(s.look_up(2, at(3s)) == Found::absent);
        for (const auto k : {1U, 3U, 4U}) QVERIFY(s.look_up(k, at(3s)) == Found::fresh);
    }
    void what_is_stored_again_takes_no_more_room() {
        CacheStore s{cache(10, 2)};
        s.store(1, at(0s));
        s.store(2, at(0s));
        QVERIFY(!s.store(1, at(1s)));
        QVERIFY(s.store(3, at(2s)));
        QVERIFY(s.look_up(2, at(2s)) == Found::absent);
        QVERIFY(s.look_up(1, at(2s)) == Found::fresh);
    }
    void an_entry_expires_after_its_ttl() {
        CacheStore s{cache(10, {}, 10s)};
        s.store(1, at(5s));
        QVERIFY(s.look_up(1, at(15s - 1ns)) == Found::fresh);  // using it does not prolong it
        QVERIFY(s.look_up(1, at(15s)) == Found::expired);
        s.store(1, at(16s));
        QVERIFY(s.look_up(1, at(20s)) == Found::fresh);
        QCOMPARE(s.entries(), 1U);
    }
    void a_stale_entry_is_usable_for_a_while() {
        CacheStore s{cache(10, {}, 10s, 5s)};
        s.store(1, at(0s));
        QVERIFY(s.look_up(1, at(10s)) == Found::stale);
        QVERIFY(s.look_up(1, at(15s - 1ns)) == Found::stale);
        QVERIFY(s.look_up(1, at(15s)) == Found::expired);
    }
    void one_entry_holds_the_last() {
        CacheStore s{cache(4, 1)};
        s.store(0, at(0s));
        QVERIFY(s.store(1, at(1s)));
        QVERIFY(s.look_up(0, at(2s)) == Found::absent);
        QVERIFY(s.look_up(1, at(2s)) == Found::fresh);
        QCOMPARE(s.entries(), 1U);
    }
    // Frequencies of a million draws: four standard deviations of the rarest are 4e-4 of all.
    void keys_are_drawn_by_their_popularity() {
        const auto shares = zipf_shares(20, 1.0);
        const Popularity popularity{shares};
        Random r{{1, 0, 0, 0}};
        std::vector<int> drawn(20, 0);
        for (int i = 0; i < 1'000'000; ++i) ++drawn[popularity.draw(r)];
        for (std::size_t k = 0; k < 20; ++k) QVERIFY(std::abs(drawn[k] / 1e6 - shares[k]) < 2e-3);
    }
};

QTEST_APPLESS_MAIN(CacheStoreTest)
#include "cache_store_test.moc"
