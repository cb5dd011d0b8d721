#include "gui/journal.hpp"

#include <signal.h>

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSaveFile>

#include "gui/document.hpp"

namespace nines::gui {

namespace {

constexpr int until_written = 800;  // ms after the last change

QString state_folder() {
    auto home = qEnvironmentVariable("XDG_STATE_HOME");
    if (home.isEmpty()) home = QDir::homePath() + QStringLiteral("/.local/state");
    return home + QStringLiteral("/nines");
}

bool runs(qint64 process) { return process > 0 && ::kill(static_cast<pid_t>(process), 0) == 0; }

// The first line says whose it is; the rest is the text.
std::optional<Recovered> read_journal(const QString& path) {
    QFile f{path};
    if (!f.open(QIODevice::ReadOnly)) return std::nullopt;
    const auto head = QJsonDocument::fromJson(f.readLine()).object();
    if (!head.contains(QStringLiteral("nines-journal"))) return std::nullopt;
    const auto process = static_cast<qint64>(head.value(QStringLiteral("process")).toDouble());
    if (process != QCoreApplication::applicationPid() && runs(process)) return std::nullopt;
    return Recovered{path, head.value(QStringLiteral("file")).toString(), f.readAll().toStdString()};
}

}  // namespace

Journal::Journal(Document& document, QObject* parent) : QObject(parent), document_(document) {
    timer_.setSingleShot(true);
    timer_.setInterval(until_written);
    connect(&timer_, &QTimer::timeout, this, &Journal::flush);
    connect(&document, &Document::spliced, this, &Journal::changed);
}

Journal::~Journal() = default;

QString Journal::journal_of(const QString& file) {
    if (file.isEmpty())
        return QStringLiteral("%1/untitled-%2.journal").arg(state_folder()).arg(QCoreApplication::applicationPid());
    const QFileInfo info{file};
    if (QFileInfo{info.absolutePath()}.isWritable())
        return QStringLiteral("%1/.%2.nines-journal").arg(info.absolutePath(), info.fileName());
    const auto key = QCryptographicHash::hash(info.absoluteFilePath().toUtf8(), QCryptographicHash::Sha1).toHex();
    return QStringLiteral("%1/%2.journal").arg(state_folder(), QString::fromLatin1(key.left(16)));
}

void Journal::changed() { timer_.start(); }

void Journal::flush() {
    timer_.stop();
    if (!document_.is_modified()) return discard();
    const auto path = journal_of(document_.file());
    QDir{}.mkpath(QFileInfo{path}.absolutePath());
    QSaveFile f{path};
    if (!f.open(QIODevice::WriteOnly)) return;
    const QJsonObject head{{QStringLiteral("nines-journal"), 1},
                           {QStringLiteral("file"), document_.file()},
                           {QStringLiteral("process"), static_cast<double>(QCoreApplication::applicationPid())}};
    f.write(QJsonDocument{head}.toJson(QJsonDocument::Compact) + '\n');
    f.write(document_.text().data(), static_cast<qint64>(document_.text().size()));
    if (f.commit()) {
        if (!written_.isEmpty() && written_ != path) QFile::remove(written_);
        written_ = path;
    }
}

void Journal::discard() {
    timer_.stop();
    if (!written_.isEmpty()) QFile::remove(written_);
    written_.clear();
}

std::vector<Recovered> Journal::left_behind(const QString& file) {
    std::vector<Recovered> out;
    if (!file.isEmpty()) {
        if (auto r = read_journal(journal_of(file))) out.push_back(std::move(*r));
        return out;
    }
    const QDir folder{state_folder()};
    for (const auto& name : folder.entryList({QStringLiteral("untitled-*.journal")}, QDir::Files, QDir::Time))
        if (auto r = read_journal(folder.filePath(name))) out.push_back(std::move(*r));
    return out;
}

}  // namespace nines::gui
