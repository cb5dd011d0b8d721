#include "models/call_queue.hpp"

#include <QTest>
#include <deque>

#include "sim/random.hpp"

using namespace nines;

class CallQueueTest : public QObject {
    Q_OBJECT
private slots:
    // Against std::deque, with calls that join at either end and leave from anywhere.
    void keeps_the_order_whoever_leaves() {
        CallTable calls;
        CallQueue queue;
        std::deque<Index> expected;
        Random r{{4, 0, 0, 0}};
        for (int i = 0; i < 20'000; ++i) {
            const auto what = r.below(10);
            if (what < 4) {
                expected.push_back(calls.allocate(start_of_run));
                calls[expected.back()].state = Call::State::queued;
                queue.push_back(calls, expected.back());
            } else if (what < 5) {
                expected.push_front(calls.allocate(start_of_run));
                calls[expected.front()].state = Call::State::queued;
                queue.push_front(calls, expected.front());
            } else if (what < 8 && !expected.empty()) {
                QCOMPARE(queue.front(), expected.front());
                queue.pop_front(calls);
                calls.release(expected.front());
                expected.pop_front();
            } else if (!expected.empty()) {
                const auto at = expected.begin() + static_cast<std::ptrdiff_t>(r.below(expected.size()));
                queue.remove(calls, *at);
                calls.release(*at);
                expected.erase(at);
            }
            QCOMPARE(queue.empty(), expected.empty());
            if (!expected.empty()) QCOMPARE(queue.front(), expected.front());
        }
    }
    void slots_are_used_again() {
        CallTable calls;
        const auto a = calls.allocate(start_of_run);
        calls[a].state = Call::State::transit;
        const auto serial = calls[a].serial;
        calls.release(a);
        QCOMPARE(calls.allocate(start_of_run), a);
        QVERIFY(calls[a].serial != serial);  // nobody takes the new one for the old
        QCOMPARE(calls.size(), Index{1});
    }
};

QTEST_APPLESS_MAIN(CallQueueTest)
#include "call_queue_test.moc"
