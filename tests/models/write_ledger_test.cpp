// The ledger of a database's writes against a plain list of them.
#include <QTest>
#include <deque>

#include "models/write_ledger.hpp"
#include "sim/random.hpp"

using namespace nines;

class WriteLedgerTest : public QObject {
    Q_OBJECT

private slots:
    void counts_what_was_acknowledged_after_a_position() {
        WriteLedger ledger;
        for (int i = 1; i <= 300; ++i) ledger.append(Instant{Duration{i}});
        for (Position p = 1; p <= 300; ++p)
            if (p % 3 != 0) ledger.acknowledge(p);
        QCOMPARE(ledger.acknowledged_after(0), 200U);
        QCOMPARE(ledger.acknowledged_after(297), 2U);
        QCOMPARE(ledger.acknowledged_after(299), 0U);
        QCOMPARE(ledger.first_acknowledged_after(299), 0U);
        QCOMPARE(ledger.first_acknowledged_after(5), 7U);
        QCOMPARE(ledger.time_of(7), Instant{Duration{7}});
    }
    void agrees_with_a_list_of_all_writes_whatever_happens() {
        struct Write {
            Instant time;
            bool acknowledged;
        };
        WriteLedger ledger;
        std::deque<Write> all{{}};
        Random random{{1, 0, 0, 0}};
        Position settled = 0;
        for (int step = 0; step < 20'000; ++step) {
            const double u = random.uniform();
            const auto end = all.size() - 1;
            if (u < 0.6) {
                const Instant t{Duration{step}};
                ledger.append(t);
                all.push_back({t, false});
            } else if (u < 0.9 && end > settled) {
                const Position p = settled + 1 + random.below(end - settled);
                ledger.acknowledge(p);
                all[p].acknowledged = true;
            } else if (u < 0.99) {
                settled += random.below(end - settled + 1);
                ledger.settle(settled);
            } else {
                const Position p = settled + random.below(end - settled + 1);
                std::uint64_t lost = 0;
                for (auto q = p + 1; q <= end; ++q) lost += all[q].acknowledged ? 1 : 0;
                QCOMPARE(ledger.acknowledged_after(p), lost);
                if (p < end) QCOMPARE(ledger.time_of(p + 1), all[p + 1].time);
                ledger.truncate(p);
                all.resize(p + 1);
            }
            QCOMPARE(ledger.end(), all.size() - 1);
        }
    }
    // A replica that never catches up: six million writes are remembered in a megabyte, their times roughly.
    void memory_does_not_grow_with_the_length_of_the_run() {
        WriteLedger ledger;
        constexpr Position writes = 6'000'000;
        for (Position p = 1; p <= writes; ++p) {
            ledger.append(Instant{Duration{static_cast<std::int64_t>(1000 * p)}});
            ledger.acknowledge(p);
        }
        QVERIFY(ledger.bytes() < 1'000'000);
        QCOMPARE(ledger.acknowledged_after(0), writes);
        QCOMPARE(ledger.acknowledged_after(writes - 1000), 1000U);
        const double seen = to_seconds(ledger.time_of(writes / 3)), true_time = 1e-6 * static_cast<double>(writes / 3);
        QVERIFY(std::abs(seen - true_time) < 0.001 * true_time);
    }
};

QTEST_APPLESS_MAIN(WriteLedgerTest)
#include "write_ledger_test.moc"
