// The order of the folders (docs/architecture.md): who may include whom. A file that includes against it is a design
// error, found here with file, line and rule.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace {

using Folders = std::set<std::string>;

// Every folder with what it may include of the others; a folder may always include itself.
const std::map<std::string, Folders>& order() {
    static const std::map<std::string, Folders> allowed = [] {
        std::map<std::string, Folders> m;
        m["sim"] = {};
        m["models"] = {"sim"};
        m["analysis"] = {"sim", "models"};
        m["scenarios"] = {"sim", "models"};
        m["batch"] = {"sim", "models", "analysis", "scenarios"};
        m["reports"] = {"sim", "models", "analysis", "scenarios", "batch"};
        m["cli"] = m["gui"] = {"sim", "models", "analysis", "scenarios", "batch", "reports"};
        return m;
    }();
    return allowed;
}

// Libraries that only some folders may use, by how an include of them begins.
struct Library {
    const char* prefix;
    Folders folders;
};
const std::vector<Library>& libraries() {
    static const std::vector<Library> list = {
        {"yaml-cpp/", {"scenarios"}},
        {"sqlite3.h", {"reports"}},
        {"Eigen/", {"analysis", "batch"}},
        {"CLI/", {"cli"}},
        {"Q", {"gui"}},
        {"qcustomplot", {"gui"}},
    };
    return list;
}

// What is wrong with one include of a file of a folder, or nothing.
std::optional<std::string> violation(const std::string& folder, const std::string& included) {
    const auto slash = included.find('/');
    const auto target = slash == std::string::npos ? std::string{} : included.substr(0, slash);
    const auto from = order().find(folder);
    if (from == order().end()) return std::nullopt;  // tests, bench: all
    for (const auto& free : {"tests", "bench", "docs"})
        if (target == free) return folder + "/ may not include " + free + "/";
    if (order().contains(target) && target != folder && !from->second.contains(target))
        return folder + "/ may not include " + target + "/";
    for (const auto& l : libraries())
        if (included.starts_with(l.prefix) && !l.folders.contains(folder))
            return folder + "/ may not use <" + included + ">";
    if (folder == "sim" && slash != std::string::npos && target != "sim" && target != "boost" && target != "sys")
        return "sim/ may use the standard library, POSIX and Boost only, not <" + included + ">";
    return std::nullopt;
}

// Every violation below a source tree, as "file:line: rule".
std::vector<std::string> violations(const QString& root) {
    static const QRegularExpression include{"^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]"};
    std::vector<std::string> found;
    for (const auto& [folder, allowed] : order()) {
        QDirIterator files{root + "/" + QString::fromStdString(folder),
                           {"*.hpp", "*.cpp", "*.h", "*.in"},
                           QDir::Files,
                           QDirIterator::Subdirectories};
        while (files.hasNext()) {
            QFile file{files.next()};
            if (!file.open(QIODevice::ReadOnly)) {
                found.push_back(file.fileName().toStdString() + ": cannot be read");
                continue;
            }
            for (int line = 1; !file.atEnd(); ++line) {
                const auto match = include.match(QString::fromUtf8(file.readLine()));
                if (!match.hasMatch()) continue;
                if (const auto wrong = violation(folder, match.captured(1).toStdString()))
                    found.push_back(QDir{root}.relativeFilePath(file.fileName()).toStdString() + ":" +
                                    std::to_string(line) + ": " + *wrong);
            }
        }
    }
    return found;
}

}  // namespace

class LayeringTest : public QObject {
    Q_OBJECT

private slots:
    void source_tree_keeps_the_order_of_its_folders();
    void include_against_the_order_is_found_with_file_line_and_rule();
    void includes_along_the_order_are_allowed();
    void libraries_stay_in_their_folders();
};

void LayeringTest::source_tree_keeps_the_order_of_its_folders() {
    for (const auto* folder : {"sim", "models", "cli"})
        QVERIFY2(QDir{QStringLiteral(NINES_SOURCE_DIR "/") + folder}.exists(), folder);
    const auto found = violations(QStringLiteral(NINES_SOURCE_DIR));
    for (const auto& f : found) qWarning("%s", f.c_str());
    QVERIFY(found.empty());
}

void LayeringTest::include_against_the_order_is_found_with_file_line_and_rule() {
    QTemporaryDir tree;
    QVERIFY(QDir{tree.path()}.mkpath("sim/deeper"));
    QFile file{tree.path() + "/sim/deeper/clock.hpp"};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#pragma once\n#include <vector>\n  #  include \"models/service.hpp\"\n#include \"sim/time.hpp\"\n");
    file.close();
    const std::vector<std::string> expected = {"sim/deeper/clock.hpp:3: sim/ may not include models/"};
    QCOMPARE(violations(tree.path()), expected);
}

void LayeringTest::includes_along_the_order_are_allowed() {
    QVERIFY(!violation("models", "sim/time.hpp"));
    QVERIFY(!violation("reports", "batch/experiment.hpp"));
    QVERIFY(!violation("cli", "reports/store.hpp"));
    QVERIFY(!violation("cli", "cli/arguments.hpp"));
    QVERIFY(!violation("sim", "vector"));
    QVERIFY(!violation("sim", "boost/math/distributions/normal.hpp"));
    QVERIFY(violation("models", "scenarios/reader.hpp"));
    QVERIFY(violation("analysis", "scenarios/reader.hpp"));
    QVERIFY(violation("scenarios", "batch/experiment.hpp"));
    QVERIFY(violation("cli", "gui/window.hpp"));
    QVERIFY(violation("gui", "cli/arguments.hpp"));
    QVERIFY(violation("batch", "tests/example.hpp"));
}

void LayeringTest::libraries_stay_in_their_folders() {
    QVERIFY(!violation("scenarios", "yaml-cpp/yaml.h"));
    QVERIFY(violation("models", "yaml-cpp/yaml.h"));
    QVERIFY(violation("batch", "sqlite3.h"));
    QVERIFY(violation("reports", "QString"));
    QVERIFY(violation("sim", "fmt/format.h"));
}

QTEST_APPLESS_MAIN(LayeringTest)
#include "layering_test.moc"
