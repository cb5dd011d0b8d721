// Files: what was opened and not changed is saved as it was; unsaved work is asked about and survives a crash.
#include <QDirIterator>
#include <QFile>

#include "gui_test.hpp"
#include "scenarios/document.hpp"

using namespace nines;
using namespace nines::gui;
using namespace nines::gui::tests;

namespace {

QByteArray content(const QString& file) {
    QFile f{file};
    if (!f.open(QIODevice::ReadOnly)) return {};
    return f.readAll();
}
void write(const QString& file, const QByteArray& text) {
    QFile f{file};
    QVERIFY(f.open(QIODevice::WriteOnly));
    f.write(text);
}
QString copy_of(const QTemporaryDir& dir, const char* name) {
    const auto to = dir.filePath(QLatin1String(name));
    QFile::copy(shipped(name), to);
    QFile::setPermissions(to, QFile::ReadOwner | QFile::WriteOwner);
    return to;
}

}  // namespace

class FilesTest : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { isolate(); }

    void every_shipped_scenario_is_saved_as_it_was() {
        DrivenWindow w;
        QTemporaryDir dir;
        QDirIterator files{QStringLiteral(NINES_SOURCE_DIR "/scenarios"), {QStringLiteral("*.yaml")}};
        int count = 0;
        while (files.hasNext()) {
            const auto file = files.next();
            QVERIFY2(w.open(file), qPrintable(file));
            QVERIFY2(!w.document().has_errors(), qPrintable(file));
            w.draw().files().questions.file_to_save = [&](const QString&) {
                return dir.filePath(QStringLiteral("saved.yaml"));
            };
            QVERIFY(w.draw().files().save_as());
            QCOMPARE(content(dir.filePath(QStringLiteral("saved.yaml"))), content(file));
            ++count;
        }
        QVERIFY(count > 20);
    }

    void unsaved_work_is_asked_about_and_cancel_keeps_the_window() {
        DrivenWindow w;
        QTemporaryDir dir;
        const auto file = copy_of(dir, "web-shop.yaml");
        QVERIFY(w.open(file));
        w.document().set(QStringLiteral("Set"), "services.gateway.replicas.count", "9");
        QVERIFY(w.isWindowModified());
        auto& q = w.draw().files().questions;
        q.unsaved = [](const QString&) { return Questions::Unsaved::cancel; };
        QVERIFY(!w.close());
        q.unsaved = [](const QString&) { return Questions::Unsaved::save; };
        QVERIFY(w.close());
        QVERIFY(content(file).contains("count: 9"));
    }

    void broken_file_opens_with_its_problems_and_can_be_mended() {
        QTemporaryDir dir;
        const auto file = dir.filePath(QStringLiteral("broken.yaml"));
        write(file, "nines: 1\nservices:\n  a: { endpoints: { x: [ { wrok: 1ms } ] } }\nclients: [\n");
        DrivenWindow w;
        QVERIFY(w.open(file));
        QVERIFY(w.document().has_errors());
        QCOMPARE(w.draw().text().toPlainText(), QString::fromUtf8(content(file)));
        auto text = w.draw().text().toPlainText();
        text.replace(QStringLiteral("wrok"), QStringLiteral("work"))
            .replace(QStringLiteral("["), QStringLiteral("["))
            .replace(QStringLiteral("clients: ["),
                     QStringLiteral("clients: { c: { arrivals: poisson(1/s), call: a } }"));
        w.draw().text().setPlainText(text);
        w.document().settle();
        QVERIFY2(!w.document().has_errors(),
                 w.document().problems().empty() ? "" : w.document().problems()[0].message.c_str());
        QCOMPARE(w.canvas().nodes().size(), 2U);
    }

    void file_that_is_no_text_is_refused_with_its_reason() {
        DrivenWindow w;
        QVERIFY(!w.open(QStringLiteral("/no/such/file.yaml")));
        QVERIFY(w.told.contains(QStringLiteral("cannot be opened")));
    }

    void work_that_a_crash_interrupted_comes_back_and_the_file_was_not_touched() {
        QTemporaryDir dir;
        const auto file = copy_of(dir, "web-shop.yaml");
        const auto original = content(file);
        std::string edited;
        {
            DrivenWindow w;
            QVERIFY(w.open(file));
            w.document().set(QStringLiteral("Set"), "services.gateway.replicas.count", "9");
            w.draw().files().journal().flush();
            edited = w.document().text();
            QVERIFY(QFile::exists(Journal::journal_of(file)));
            // It ends without a word: neither saved nor given up.
        }
        QCOMPARE(content(file), original);
        DrivenWindow w;
        bool asked = false;
        w.draw().files().questions.recover = [&](const QString&) { return asked = true; };
        QVERIFY(w.open(file));
        QVERIFY(asked);
        QCOMPARE(w.document().text(), edited);
        QVERIFY(w.isWindowModified());
        QVERIFY(w.draw().files().save());
        QVERIFY(!QFile::exists(Journal::journal_of(file)));
    }

    void saved_work_leaves_no_journal() {
        QTemporaryDir dir;
        const auto file = copy_of(dir, "mmc.yaml");
        DrivenWindow w;
        QVERIFY(w.open(file));
        w.document().set(QStringLiteral("Set"), "name", "Another");
        w.draw().files().journal().flush();
        QVERIFY(w.draw().files().save());
        QVERIFY(Journal::left_behind(file).empty());
    }

    void file_that_another_program_changes_is_noticed() {
        QTemporaryDir dir;
        const auto file = copy_of(dir, "mmc.yaml");
        DrivenWindow w;
        QVERIFY(w.open(file));
        auto text = content(file);
        text += "# changed outside\n";
        write(file, text);
        QTRY_COMPARE(QByteArray::fromStdString(w.document().text()), text);
        QVERIFY(!w.isWindowModified());
    }
};

QTEST_MAIN(FilesTest)
#include "files_test.moc"
