#include "gui/file_actions.hpp"

#include <QDir>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QSaveFile>
#include <QSettings>

#include "gui/document.hpp"
#include "scenarios/import.hpp"
#include "scenarios/reader.hpp"

namespace nines::gui {

namespace {

constexpr int most_recent = 10;
const auto recent_key = QStringLiteral("recent");
const auto folder_key = QStringLiteral("folder");

QString folder() { return QSettings{}.value(folder_key, QDir::homePath()).toString(); }

}  // namespace

Questions Questions::dialogs(QWidget* parent) {
    const auto yes = [parent](const QString& title, const QString& text, const QString& accept) {
        QMessageBox box{QMessageBox::Question, title, text, QMessageBox::Cancel, parent};
        auto* b = box.addButton(accept, QMessageBox::AcceptRole);
        box.setDefaultButton(b);
        box.exec();
        return box.clickedButton() == b;
    };
    Questions q;
    q.unsaved = [parent](const QString& title) {
        const auto answer = QMessageBox::warning(
            parent, FileActions::tr("Unsaved work"), FileActions::tr("%1 has changes that are not saved.").arg(title),
            QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, QMessageBox::Save);
        return answer == QMessageBox::Save      ? Unsaved::save
               : answer == QMessageBox::Discard ? Unsaved::discard
                                                : Unsaved::cancel;
    };
    q.recover = [yes](const QString& title) {
        return yes(FileActions::tr("Recover"),
                   FileActions::tr("The designer ended before work on %1 was saved. Bring it back? The file itself is "
                                   "as it was saved last.")
                       .arg(title),
                   FileActions::tr("Bring back"));
    };
    q.take_changed_file = [yes](const QString& title) {
        return yes(FileActions::tr("The file has changed"),
                   FileActions::tr("%1 was changed by another program, and there are changes here that are not saved. "
                                   "Take the file's text? Undo brings the work here back.")
                       .arg(title),
                   FileActions::tr("Take the file"));
    };
    q.file_to_open = [parent] {
        return QFileDialog::getOpenFileName(parent, FileActions::tr("Open a scenario"), folder(),
                                            FileActions::tr("Scenarios (*.yaml *.yml);;All files (*)"));
    };
    q.files_to_import = [parent] {
        return QFileDialog::getOpenFileNames(parent, FileActions::tr("Import"), folder(),
                                             FileActions::tr("YAML and JSON (*.yaml *.yml *.json);;All files (*)"));
    };
    q.file_to_save = [parent](const QString& proposed) {
        return QFileDialog::getSaveFileName(parent, FileActions::tr("Save the scenario"), proposed,
                                            FileActions::tr("Scenarios (*.nines.yaml *.yaml *.yml);;All files (*)"));
    };
    q.tell = [parent](const QString& title, const QString& text) { QMessageBox::warning(parent, title, text); };
    return q;
}

FileActions::FileActions(Document& document, QWidget* window)
    : QObject(window), questions(Questions::dialogs(window)), document_(document), window_(window), journal_(document) {
    connect(&watcher_, &QFileSystemWatcher::fileChanged, this, &FileActions::file_changed_outside);
}

bool FileActions::give_up_unsaved() {
    if (document_.is_modified()) {
        switch (questions.unsaved(document_.title())) {
            case Questions::Unsaved::cancel: return false;
            case Questions::Unsaved::save:
                if (!save()) return false;
                break;
            case Questions::Unsaved::discard: break;
        }
    }
    journal_.discard();
    return true;
}

bool FileActions::may_close() { return give_up_unsaved(); }

bool FileActions::start_new() {
    if (!give_up_unsaved()) return false;
    document_.start(empty_scenario_text());
    watch();
    return true;
}

bool FileActions::open_asking() {
    const auto file = questions.file_to_open();
    return !file.isEmpty() && open(file);
}

bool FileActions::open(const QString& file) {
    const auto path = QFileInfo{file}.absoluteFilePath();
    const auto text = read_file(path.toStdString());
    if (!text) {
        questions.tell(tr("Cannot open"), QString::fromStdString(print_problems(text.problems())));
        return false;
    }
    if (!give_up_unsaved()) return false;
    document_.start(*text, path);
    remember(path);
    watch();
    for (const auto& r : Journal::left_behind(path)) recover(r);
    return true;
}

void FileActions::recover(const Recovered& r) {
    const auto title = r.file.isEmpty() ? tr("a scenario without a name") : QFileInfo{r.file}.fileName();
    if (r.text != document_.text() && questions.recover(title)) {
        document_.replace(tr("Recover"), difference(document_.text(), r.text));
        journal_.flush();
    }
    // The journal goes only when its work is here or not wanted; here it has been written anew.
    if (Journal::journal_of(document_.file()) != r.journal || !document_.is_modified()) QFile::remove(r.journal);
}

void FileActions::offer_recovery() {
    for (const auto& r : Journal::left_behind({})) {
        if (document_.is_modified() || !document_.file().isEmpty()) return;
        recover(r);
    }
}

bool FileActions::save() { return document_.file().isEmpty() ? save_as() : save_to(document_.file()); }

bool FileActions::save_as() {
    const auto proposed =
        document_.file().isEmpty() ? folder() + QStringLiteral("/untitled.nines.yaml") : document_.file();
    auto file = questions.file_to_save(proposed);
    if (file.isEmpty()) return false;
    if (QFileInfo{file}.suffix().isEmpty()) file += QStringLiteral(".nines.yaml");
    return save_to(QFileInfo{file}.absoluteFilePath());
}

bool FileActions::save_to(const QString& file) {
    document_.settle();
    QSaveFile f{file};
    const auto& text = document_.text();
    const bool written = f.open(QIODevice::WriteOnly) &&
                         f.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size());
    if (!written || !f.commit()) {
        questions.tell(tr("Cannot save"),
                       tr("%1 could not be written: %2. The file is as it was.").arg(file, f.errorString()));
        return false;
    }
    document_.saved_as(file);
    journal_.discard();
    remember(file);
    watch();
    emit said(tr("Saved %1").arg(QFileInfo{file}.fileName()));
    return true;
}

bool FileActions::import_files(const QString& kind, const QStringList& files) {
    if (!give_up_unsaved()) return false;
    std::vector<std::filesystem::path> paths;
    for (const auto& f : files) paths.emplace_back(f.toStdString());
    const auto imported = import_scenario(kind.toStdString(), paths);
    if (!imported) {
        questions.tell(tr("Cannot import"), QString::fromStdString(print_problems(imported.problems())));
        return false;
    }
    document_.start(empty_scenario_text());
    document_.replace(tr("Import"), difference(document_.text(), imported->text));
    watch();
    QStringList remarks;
    for (const auto& r : imported->remarks) remarks << QString::fromStdString(r);
    if (!remarks.isEmpty()) questions.tell(tr("Imported"), remarks.join(QStringLiteral("\n\n")));
    return true;
}

void FileActions::watch() {
    if (!watcher_.files().isEmpty()) watcher_.removePaths(watcher_.files());
    on_disk_ = document_.text();
    if (!document_.file().isEmpty()) watcher_.addPath(document_.file());
}

void FileActions::file_changed_outside() {
    const auto text = read_file(document_.file().toStdString());
    if (!watcher_.files().contains(document_.file()) && QFileInfo::exists(document_.file()))
        watcher_.addPath(document_.file());  // it was replaced by another
    if (!text || *text == on_disk_) return;
    on_disk_ = *text;
    if (*text == document_.text()) return;
    if (document_.is_modified() && !questions.take_changed_file(document_.title())) return;
    document_.replace(tr("Take the changed file"), difference(document_.text(), *text));
    document_.undo_stack().setClean();
    journal_.discard();
    emit said(tr("%1 was changed by another program; its text is here now").arg(document_.title()));
}

void FileActions::remember(const QString& file) {
    auto files = recent();
    files.removeAll(file);
    files.prepend(file);
    QSettings s;
    s.setValue(recent_key, QStringList{files.mid(0, most_recent)});
    s.setValue(folder_key, QFileInfo{file}.absolutePath());
}

QStringList FileActions::recent() { return QSettings{}.value(recent_key).toStringList(); }

void FileActions::fill_recent(QMenu& menu) {
    menu.clear();
    int number = 0;
    for (const auto& file : recent()) {
        if (!QFileInfo::exists(file)) continue;
        auto* a = menu.addAction(QStringLiteral("&%1  %2").arg(++number).arg(QFileInfo{file}.fileName()), this,
                                 [this, file] { open(file); });
        a->setToolTip(file);
    }
    menu.setEnabled(number > 0);
}

}  // namespace nines::gui
