#include "models/retry_budget.hpp"

#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

class RetryBudgetTest : public QObject {
    Q_OBJECT

    static constexpr Instant at(Duration d) { return start_of_run + d; }
    static RetryBudget of(BudgetKind kind) {
        RetryBudget p;
        p.kind = kind;
        return p;
    }

private slots:
    // botocore: 500 tokens, 5 a retry, 10 after a timeout.
    void an_outage_leaves_a_hundred_retries_or_fifty_after_timeouts() {
        const auto p = of(BudgetKind::tokens);
        for (const bool timeouts : {false, true}) {
            RetryBudgetState b{p};
            int granted = 0;
            for (int i = 0; i < 1000; ++i) granted += b.take(p, at(1s), timeouts) ? 1 : 0;
            QCOMPARE(granted, timeouts ? 50 : 100);
            QCOMPARE(b.tokens(), 0.0);
        }
    }
    void a_success_gives_one_token_and_after_a_retry_what_that_took() {
        const auto p = of(BudgetKind::tokens);
        RetryBudgetState b{p};
        for (int i = 0; i < 4; ++i) QVERIFY(b.take(p, at(1s), true));
        b.succeeded(p, at(1s), false, false);
        QCOMPARE(b.tokens(), 461.0);
        b.succeeded(p, at(1s), true, false);
        QCOMPARE(b.tokens(), 466.0);
        b.succeeded(p, at(1s), true, true);
        QCOMPARE(b.tokens(), 476.0);
        for (int i = 0; i < 100; ++i) b.succeeded(p, at(1s), true, true);
        QCOMPARE(b.tokens(), 500.0);  // never above its capacity
    }
    void a_budget_of_exactly_the_cost_grants_and_one_below_does_not() {
        auto p = of(BudgetKind::tokens);
        p.capacity = 5.0;
        RetryBudgetState b{p};
        QVERIFY(b.take(p, at(1s), false));
        QVERIFY(!b.take(p, at(1s), false));
        for (int i = 0; i < 4; ++i) b.succeeded(p, at(1s), false, false);
        QVERIFY(!b.take(p, at(1s), false));
        b.succeeded(p, at(1s), false, false);
        QVERIFY(b.take(p, at(1s), false));
    }
    // gRPC: the failure's own token is taken before the test, and half of them is not enough.
    void throttling_stops_at_half_of_the_tokens() {
        auto p = of(BudgetKind::throttling);
        p.capacity = 10.0;
        p.refund = 0.5;
        RetryBudgetState b{p};
        for (int i = 0; i < 4; ++i) QVERIFY(b.take(p, at(1s), false));  // 9, 8, 7, 6
        QVERIFY(!b.take(p, at(1s), false));                             // 5
        b.succeeded(p, at(1s), false, false);
        b.succeeded(p, at(1s), false, false);
        QVERIFY(!b.take(p, at(1s), false));  // 6, then 5 again
        for (int i = 0; i < 100; ++i) static_cast<void>(b.take(p, at(1s), false));
        QCOMPARE(b.tokens(), 0.0);  // never below
    }
    // Finagle: a fifth of the successes, and ten a second, over ten seconds.
    void a_ratio_grants_its_share_of_successes_beyond_the_minimum() {
        const auto p = of(BudgetKind::ratio);
        RetryBudgetState b{p};
        int granted = 0;
        for (int i = 0; i < 1000; ++i) granted += b.take(p, at(5s), false) ? 1 : 0;
        QCOMPARE(granted, 100);  // 10/s x 10 s
        for (int i = 0; i < 50; ++i) b.succeeded(p, at(5s), false, false);
        granted = 0;
        for (int i = 0; i < 1000; ++i) granted += b.take(p, at(5s), false) ? 1 : 0;
        QCOMPARE(granted, 10);
    }
    void what_is_older_than_the_window_does_not_count() {
        auto p = of(BudgetKind::ratio);
        p.minimum = Rate{0.0};
        RetryBudgetState b{p};
        for (int i = 0; i < 50; ++i) b.succeeded(p, at(1s), false, false);
        QVERIFY(b.take(p, at(10500ms), false));
        QVERIFY(!b.take(p, at(11s), false));
        for (int i = 0; i < 5; ++i) b.succeeded(p, at(21s), false, false);  // what was withdrawn is forgotten too
        QVERIFY(b.take(p, at(21s), false));
        QVERIFY(!b.take(p, at(21s), false));
    }
    void a_bucket_fills_with_calls_and_not_with_retries() {
        auto p = of(BudgetKind::bucket);
        p.capacity = 2.0;
        p.retry_cost = 1.0;
        p.refund = 0.25;
        RetryBudgetState b{p};
        QVERIFY(b.take(p, at(1s), true));
        QVERIFY(b.take(p, at(1s), false));
        for (int i = 0; i < 3; ++i) b.attempt_begins(p, false);
        b.attempt_begins(p, true);
        b.succeeded(p, at(1s), true, false);
        QVERIFY(!b.take(p, at(1s), false));
        b.attempt_begins(p, false);
        QVERIFY(b.take(p, at(1s), false));
    }
    // Envoy: a fifth of what is active, at least three.
    void concurrency_limits_the_retries_under_way() {
        const auto p = of(BudgetKind::concurrency);
        RetryBudgetState b{p};
        for (int i = 0; i < 3; ++i) QVERIFY(b.take(p, at(1s), false));
        QVERIFY(!b.take(p, at(1s), false));
        for (int i = 0; i < 20; ++i) b.attempt_begins(p, false);
        QVERIFY(b.take(p, at(1s), false));
        QVERIFY(!b.take(p, at(1s), false));
        b.attempt_ends(true);
        QVERIFY(b.take(p, at(1s), false));
        b.return_retry();
        QVERIFY(b.take(p, at(1s), false));
    }
};

QTEST_APPLESS_MAIN(RetryBudgetTest)
#include "retry_budget_test.moc"
