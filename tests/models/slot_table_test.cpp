#include "models/slot_table.hpp"

#include <QTest>

using namespace nines;

namespace {

struct Plain {
    std::uint32_t next = 7;
    int value = 3;
};
struct Numbered {
    std::uint32_t next = 7;
    std::uint32_t serial = 0;
    int value = 3;
};

}  // namespace

class SlotTableTest : public QObject {
    Q_OBJECT
private slots:
    void the_last_freed_is_reused_first_and_as_new() {
        SlotTable<Plain, &Plain::next> t;
        const auto a = t.allocate(), b = t.allocate();
        t[a].value = t[b].value = 9;
        t.release(a);
        t.release(b);
        QCOMPARE(t.allocate(), b);
        QCOMPARE(t[b].value, 3);
        QCOMPARE(t[b].next, 7U);
        QCOMPARE(t.allocate(), a);
        QCOMPARE(t.size(), 2U);
    }
    void whoever_remembers_an_element_can_tell_that_it_has_gone() {
        SlotTable<Numbered, &Numbered::next> t;
        const auto a = t.allocate();
        const auto serial = t[a].serial;
        t.release(a);
        QVERIFY(t[a].serial != serial);
        QCOMPARE(t.allocate(), a);
        QVERIFY(t[a].serial != serial);
        QCOMPARE(t[a].value, 3);
    }
    void no_more_are_there_than_can_be_told_apart() {
        SlotTable<Plain, &Plain::next> t{2};
        const auto a = t.allocate();
        QCOMPARE(t.allocate(), a + 1);
        QVERIFY_EXCEPTION_THROWN(static_cast<void>(t.allocate()), TooManyCalls);
        t.release(a);
        QCOMPARE(t.allocate(), a);
    }
};

QTEST_APPLESS_MAIN(SlotTableTest)
#include "slot_table_test.moc"
