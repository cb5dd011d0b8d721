// A designer that is killed outright loses nothing but a moment: a real process, a real signal.
#include <QProcess>
#include <csignal>

#include "gui/journal.hpp"
#include "gui_test.hpp"

using namespace nines::gui;
using namespace nines::gui::tests;

namespace {

const auto edited = QStringLiteral("--edit");

// The designer that will be killed: opens the file, changes it, and says so once the journal is there.
int edit_until_killed(const QString& file) {
    DrivenWindow w;
    if (!w.open(file)) return 2;
    w.document().set(QStringLiteral("Set count"), "services.api.replicas.count", "7");
    for (int i = 0; i < 500 && !QFile::exists(Journal::journal_of(file)); ++i) QTest::qWait(20);
    fputs("changed\n", stdout);
    fflush(stdout);
    return QApplication::exec();
}

QByteArray bytes_of(const QString& file) {
    QFile f{file};
    return f.open(QIODevice::ReadOnly) ? f.readAll() : QByteArray{};
}

}  // namespace

class RecoveryTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { isolate(); }

    void what_a_killed_designer_had_not_saved_comes_back() {
        QTemporaryDir dir;
        const auto file = dir.filePath(QStringLiteral("shop.nines.yaml"));
        QVERIFY(QFile::copy(shipped("zone-outage.yaml"), file));
        QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner);
        const auto before = bytes_of(file);

        QProcess designer;
        designer.start(QCoreApplication::applicationFilePath(), {edited, file});
        QTRY_VERIFY_WITH_TIMEOUT(designer.canReadLine(), 60'000);
        QCOMPARE(designer.readLine().trimmed(), QByteArray{"changed"});
        QCOMPARE(kill(static_cast<pid_t>(designer.processId()), SIGKILL), 0);
        QVERIFY(designer.waitForFinished(60'000));
        QVERIFY(designer.exitStatus() == QProcess::CrashExit);
        QCOMPARE(bytes_of(file), before);  // the file itself is as it was

        DrivenWindow w;
        bool asked = false;
        w.draw().files().questions.recover = [&](const QString&) { return asked = true; };
        QVERIFY(w.open(file));
        QVERIFY(asked);
        QCOMPARE(w.document().scenario().services[0].second.replicas.count, 7U);
        QVERIFY(w.document().is_modified());
        QVERIFY(w.draw().files().save());
        QVERIFY(bytes_of(file) != before);
        QVERIFY(!QFile::exists(Journal::journal_of(file)));
    }
};

int main(int argc, char** argv) {
    QApplication app{argc, argv};
    const auto arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == edited) {
        isolate();
        return edit_until_killed(arguments[2]);
    }
    RecoveryTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "recovery_test.moc"
