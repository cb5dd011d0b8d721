// kill -9 at any moment: the store opens again, every replication in it is whole, and at most the one being written is
// lost.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QTest>

#include "reports/store.hpp"
#include "sample_run.hpp"

using namespace nines;

namespace {

constexpr std::uint32_t replications = 600;

RunInfo info() {
    RunInfo i;
    i.name = "Killed";
    i.text = "nines: 1\n";
    i.version = "test";
    return i;
}

// What the child does: goes on with the unfinished run, or begins one, and says through `pipe` which replications are
// durable. Never returns.
[[noreturn]] void write_replications(const std::filesystem::path& file, const Catalogue& catalogue, int pipe) {
    auto store = Store::open(file);
    if (!store) ::_exit(1);
    auto run = store->unfinished(info());
    if (!run) {
        const auto begun = store->begin_run(info(), catalogue);
        if (!begun) ::_exit(2);
        run = *begun;
    }
    for (std::uint32_t i = 0; i < replications; ++i) {
        if (!store->replication(*run, i) && !store->add_replication(*run, i, sample_result(i, catalogue)).empty())
            ::_exit(3);
        if (::write(pipe, &i, sizeof i) != sizeof i) ::_exit(4);
    }
    if (!store->end_run(*run, Summary{}).empty()) ::_exit(5);
    ::_exit(0);
}

}  // namespace

class StoreKillTest : public QObject {
    Q_OBJECT

private slots:
    void a_killed_writer_loses_at_most_what_was_in_flight();
};

void StoreKillTest::a_killed_writer_loses_at_most_what_was_in_flight() {
    QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("nines.db").toStdString();
    const auto catalogue = sample_catalogue(300);
    int kills = 0, in_the_middle = 0;
    bool finished = false;
    std::uint32_t known = 0;  // whole after the round before
    for (std::uint64_t round = 0; round < 400 && !finished; ++round) {
        int pipe[2];
        QCOMPARE(::pipe2(pipe, O_CLOEXEC), 0);
        const auto child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) write_replications(file, catalogue, pipe[1]);
        ::close(pipe[1]);
        // Early rounds hit the making of the store itself, later ones a moment after some replications; past 60 kills
        // the child may come to its end.
        std::uint32_t durable = 0, number = 0;
        const auto hear = [&] {
            const bool heard = ::read(pipe[0], &number, sizeof number) == sizeof number;
            if (heard) durable = number + 1;
            return heard;
        };
        if (kills < 60) {
            const auto wanted = round < 15 ? 0 : static_cast<int>(9.0 * scatter(round, 2));
            for (int i = 0; i < wanted && hear();) i += durable > known ? 1 : 0;
            ::usleep(static_cast<useconds_t>(scatter(round, 1) * 3'000.0));
            ::kill(child, SIGKILL);
        }
        while (hear()) {
        }
        ::close(pipe[0]);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        if (WIFEXITED(status)) QCOMPARE(WEXITSTATUS(status), 0);
        finished = WIFEXITED(status);
        kills += finished ? 0 : 1;

        auto store = Store::open(file);
        QVERIFY2(store, store ? "" : store.problems().front().message.c_str());
        const auto runs = store->runs();
        QVERIFY(runs);
        QVERIFY(runs->size() <= 1);  // every child found the run of the one before
        if (runs->empty()) {
            QCOMPARE(durable, 0U);
            continue;
        }
        const auto& run = runs->front();
        QVERIFY(run.replications >= durable);
        QVERIFY(run.state == (finished ? RunState::done : RunState::running));
        QVERIFY(run.replications >= known);
        if (run.replications > 0 && run.replications < replications) ++in_the_middle;
        QVERIFY(*store->catalogue(run.id) == catalogue);
        for (std::uint32_t i = 0; i < run.replications; ++i) {
            const auto kept = store->replication(run.id, i);
            QVERIFY2(kept, "a replication is missing or not whole");
            QVERIFY(same_bits(*kept, sample_result(i, catalogue)));
        }
        known = run.replications;
        if (finished) QCOMPARE(run.replications, replications);
    }
    QVERIFY(finished);
    QVERIFY2(kills >= 20, qPrintable(QString::number(kills)));
    QVERIFY2(in_the_middle >= 10, qPrintable(QString::number(in_the_middle)));
}

QTEST_APPLESS_MAIN(StoreKillTest)
#include "store_kill_test.moc"
