#include "sim/reserved_array.hpp"

#include <QTest>
#include <cstdint>

#include "sim/late_counts.hpp"

using namespace nines;

class ReservedArrayTest : public QObject {
    Q_OBJECT
private slots:
    void elements_never_move() {
        ReservedArray<std::uint64_t> a{std::size_t{1} << 30};  // 8 GB of addresses, of which three pages are touched
        QVERIFY(a.capacity() > 0);
        auto& first = a.construct(0);
        first = 7;
        a.construct(a.capacity() / 2) = 8;
        a.construct(a.capacity() - 1) = 9;
        QCOMPARE(&a[0], &first);
        QCOMPARE(a[0] + a[a.capacity() / 2] + a[a.capacity() - 1], std::uint64_t{24});
    }
    void more_than_the_system_grants_is_halved_until_it_does() {
        const ReservedArray<std::uint64_t> a{std::size_t{1} << 58};
        QVERIFY(a.capacity() > 0);
        QVERIFY(a.capacity() < std::size_t{1} << 58);
    }
    void what_was_moved_from_is_empty() {
        ReservedArray<std::uint64_t> a{1000};
        a.construct(3) = 5;
        const ReservedArray<std::uint64_t> b = std::move(a);
        QCOMPARE(b[3], std::uint64_t{5});
    }
    void late_counts_are_all_there_once_settled() {
        std::vector<std::uint64_t> counters(100, 0);
        LateCounts late;
        for (std::size_t i = 0; i < 1000; ++i) late.increment(counters[i % 100]);
        late.settle();
        for (const auto n : counters) QCOMPARE(n, std::uint64_t{10});
        late.settle();
        QCOMPARE(counters[0], std::uint64_t{10});
    }
};

QTEST_APPLESS_MAIN(ReservedArrayTest)
#include "reserved_array_test.moc"
