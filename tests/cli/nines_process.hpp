// Runs the built nines binary in a folder of its own, with a store of its own: nothing of the user's is touched.
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

struct Answer {
    int status = -1;
    QString out;
    QString err;

    [[nodiscard]] QJsonDocument json() const { return QJsonDocument::fromJson(out.toUtf8()); }
};

class NinesProcess {
public:
    [[nodiscard]] QString path(const QString& name) const { return folder_.filePath(name); }

    void write(const QString& name, const QByteArray& text) const {
        QFile f{path(name)};
        QVERIFY(f.open(QIODevice::WriteOnly));
        QCOMPARE(f.write(text), text.size());
    }

    // A process that is ready to start.
    void prepare(QProcess& p, const QStringList& arguments) const {
        auto environment = QProcessEnvironment::systemEnvironment();
        environment.insert("XDG_DATA_HOME", path("data"));
        environment.insert("HOME", path("home"));
        environment.insert("NO_COLOR", "1");
        p.setProcessEnvironment(environment);
        p.setWorkingDirectory(folder_.path());
        p.setProgram(NINES_BINARY);
        p.setArguments(arguments);
    }

    [[nodiscard]] Answer run(const QStringList& arguments, const QByteArray& input = {}) const {
        QProcess p;
        prepare(p, arguments);
        p.start();
        p.write(input);
        p.closeWriteChannel();
        if (!p.waitForFinished(120'000)) p.kill();
        return answer_of(p);
    }

    [[nodiscard]] static Answer answer_of(QProcess& p) {
        const bool exited = p.exitStatus() == QProcess::NormalExit;
        return {exited ? p.exitCode() : -1, QString::fromUtf8(p.readAllStandardOutput()),
                QString::fromUtf8(p.readAllStandardError())};
    }

private:
    QTemporaryDir folder_;
};

// A service of two workers at half load: quick to simulate, nothing fails. `more` is added at the end.
inline QByteArray small_shop(const QByteArray& run = "{ duration: 60s, warmup: 5s, replications: { at_most: 6 } }",
                             const QByteArray& more = {}) {
    return "nines: 1\n"
           "name: Small shop\n"
           "run: " +
           run +
           "\n"
           "services:\n"
           "  shop:\n"
           "    replicas: { count: 2, concurrency: 1 }\n"
           "    endpoints:\n"
           "      buy:\n"
           "        - work: exponential(10ms)\n"
           "clients:\n"
           "  shoppers: { arrivals: poisson(100/s), call: shop.buy, patience: 2s }\n" +
           more;
}
