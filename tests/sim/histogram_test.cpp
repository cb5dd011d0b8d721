#include "sim/histogram.hpp"

#include <QTest>
#include <cmath>

#include "sim/random.hpp"

using namespace nines;

class HistogramTest : public QObject {
    Q_OBJECT
private slots:
    void every_quantile_is_within_one_percent() {
        for (const double sigma : {0.1, 1.0, 3.0}) {
            Histogram h;
            Random r{{5, 0, 0, 0}};
            std::vector<std::int64_t> values;
            for (int i = 0; i < 50'000; ++i) {
                values.push_back(static_cast<std::int64_t>(std::exp(13.0 + sigma * r.normal())));
                h.record(Duration{values.back()});
            }
            std::ranges::sort(values);
            for (const double p : {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
                const auto rank = static_cast<std::size_t>(std::ceil(p * 50'000.0));
                const auto exact = static_cast<double>(values[rank - 1]);
                QVERIFY(std::abs(static_cast<double>(h.quantile(p).count()) - exact) <= 0.01 * exact + 1.0);
            }
        }
    }

    void small_and_huge_values_have_a_place() {
        Histogram h;
        for (const std::int64_t v :
             {std::int64_t{0}, std::int64_t{1}, std::int64_t{127}, std::int64_t{128}, std::int64_t{1} << 62})
            h.record(Duration{v});
        QCOMPARE(h.total(), std::uint64_t{5});
        QCOMPARE(h.quantile(0.2).count(), std::int64_t{0});
        QVERIFY(h.counts().size() <= 64 * 128);
    }

    void edges_are_where_the_buckets_begin() {
        for (std::uint32_t b = 0; b < 5000; ++b) {
            if (Histogram::lower_edge(b) == Histogram::lower_edge(b + 1)) continue;  // narrower than a nanosecond
            Histogram h;
            h.record(Histogram::lower_edge(b));
            QCOMPARE(h.counts()[b - h.first_bucket()], std::uint64_t{1});
        }
    }

    void merging_is_recording_everything_in_one() {
        Histogram a, b, both;
        Random r{{6, 0, 0, 0}};
        for (int i = 0; i < 10'000; ++i) {
            const Duration d{static_cast<std::int64_t>(std::exp(r.uniform() * 30.0))};
            (i % 3 == 0 ? a : b).record(d);
            both.record(d);
        }
        Histogram left = a, right = b;
        left.merge(b);
        right.merge(a);
        QVERIFY(left == right);
        QVERIFY(left == both);
        for (const double p : {0.01, 0.5, 0.99, 1.0}) QCOMPARE(RecordedSince(both, a).quantile(p), b.quantile(p));
    }

    void counts_below_a_value_are_shared_within_its_bucket() {
        Histogram h;
        h.record(Duration{100}, 10);
        h.record(Duration{1'000'000}, 30);
        QCOMPARE(h.count_below(Duration{50'000}), 10.0);
        QCOMPARE(h.count_below(Duration{2'000'000}), 40.0);
        QCOMPARE(h.count_below(Duration{0}), 0.0);
    }
};

QTEST_APPLESS_MAIN(HistogramTest)
#include "histogram_test.moc"
