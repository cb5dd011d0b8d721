#include "analysis/caching.hpp"

#include <QTest>
#include <cmath>
#include <numeric>

#include "models/popularity.hpp"

using namespace nines;

class CachingTest : public QObject {
    Q_OBJECT

private slots:
    void shares_of_zipf_add_up_and_fall_with_the_rank() {
        const auto s = zipf_shares(1000, 0.8);
        QVERIFY(std::abs(std::accumulate(s.begin(), s.end(), 0.0) - 1.0) < 1e-12);
        QVERIFY(std::abs(s[0] / s[9] - std::pow(10.0, 0.8)) < 1e-9);
        for (const double p : zipf_shares(7, 0.0)) QVERIFY(std::abs(p - 1.0 / 7.0) < 1e-15);
    }
    // Keys that are all alike: the entries' share of them, whatever the policy.
    void alike_keys_hit_as_often_as_they_are_held() {
        QVERIFY(std::abs(lru_hit_ratio(zipf_shares(1000, 0.0), 250) - 0.25) < 1e-6);
        QCOMPARE(lru_hit_ratio(zipf_shares(10, 1.0), 10), 1.0);
    }
    // One entry: a hit when the key is the last one's, exactly the sum of squares. The approximation is at its worst.
    void the_smallest_cache_is_off_by_a_little() {
        const auto s = zipf_shares(100, 0.8);
        double exact = 0.0;
        for (const double p : s) exact += p * p;
        QVERIFY(std::abs(lru_hit_ratio(s, 1) - exact) < 0.01);
    }
    void expiry() {
        QVERIFY(std::abs(ttl_hit_ratio({1.0}, 10.0, 3.0) - 30.0 / 31.0) < 1e-12);
        QVERIFY(std::abs(ttl_hit_ratio({0.5, 0.5}, 10.0, 1.0) - 5.0 / 6.0) < 1e-12);
    }
};

QTEST_APPLESS_MAIN(CachingTest)
#include "caching_test.moc"
