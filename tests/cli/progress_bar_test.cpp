#include "cli/progress_bar.hpp"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace nines;
using namespace std::chrono_literals;

namespace {

Progress half_way() {
    Progress p;
    p.done = 15;
    p.at_most = 30;
    p.simulated_share = 0.5;
    p.events_per_second = 3.2e6;
    p.seconds_left = 75.0;
    p.relative_error = 0.081;
    return p;
}

// What a bar wrote, after a number of updates `apart` from each other.
QByteArray written(const Terminal& t, int updates, ProgressBar::Clock::duration apart) {
    QTemporaryDir folder;
    const auto path = folder.filePath("out");
    auto* f = std::fopen(path.toUtf8().constData(), "w");
    if (f == nullptr) return "no file";
    {
        ProgressBar bar{f, t, "shop"};
        auto now = ProgressBar::Clock::now();
        for (int i = 0; i < updates; ++i) bar.show(half_way(), now += apart);
    }
    std::fclose(f);
    QFile read{path};
    return read.open(QIODevice::ReadOnly) ? read.readAll() : "not readable";
}

}  // namespace

class ProgressBarTest : public QObject {
    Q_OBJECT

private slots:
    void says_share_replications_rate_and_time_left();
    void never_wraps_a_line_of_the_terminal();
    void unknown_time_left_is_said_so();
    void terminal_is_redrawn_at_most_ten_times_a_second();
    void elsewhere_a_plain_line_comes_every_ten_seconds();
};

void ProgressBarTest::says_share_replications_rate_and_time_left() {
    const auto line = progress_line(half_way(), "shop", {.interactive = true, .columns = 200});
    QCOMPARE(line, std::string{"shop  ##########..........   50%  15 of at most 30 replications  1:15 min left  "
                               "3.2 M events/s  ±8.1%"});
    const auto plain = progress_line(half_way(), "shop", {.interactive = false, .columns = 200});
    QVERIFY(!QString::fromStdString(plain).contains('#'));
}

void ProgressBarTest::never_wraps_a_line_of_the_terminal() {
    for (int columns = 1; columns < 130; ++columns) {
        for (const bool unicode : {false, true}) {
            const Terminal t{.interactive = true, .colour = false, .unicode = unicode, .columns = columns};
            const auto line = QString::fromStdString(progress_line(half_way(), "a rather long name of a scenario", t));
            QVERIFY(line.size() < std::max(columns, 11));
            QVERIFY(line.contains("50%"));
        }
    }
}

void ProgressBarTest::unknown_time_left_is_said_so() {
    auto p = half_way();
    p.seconds_left = std::numeric_limits<double>::quiet_NaN();
    QVERIFY(QString::fromStdString(progress_line(p, "", {.columns = 200})).contains("time left unknown"));
    p.seconds_left = 7290.0;
    QVERIFY(QString::fromStdString(progress_line(p, "", {.columns = 200})).contains("2:01 h left"));
}

void ProgressBarTest::terminal_is_redrawn_at_most_ten_times_a_second() {
    const auto text = written({.interactive = true, .columns = 80}, 1000, 1ms);
    QVERIFY(text.count('\r') >= 9);
    QVERIFY(text.count('\r') <= 11);  // the last one cleans up
    QVERIFY(text.endsWith("\r\x1b[K"));
    QCOMPARE(text.count('\n'), 0);
}

void ProgressBarTest::elsewhere_a_plain_line_comes_every_ten_seconds() {
    const auto text = written({.interactive = false, .columns = 80}, 350, 100ms);
    QCOMPARE(text.count('\n'), 3);
    QVERIFY(!text.contains('\x1b'));
    QVERIFY(!text.contains('\r'));
}

QTEST_APPLESS_MAIN(ProgressBarTest)
#include "progress_bar_test.moc"
