// FileActions: new, open, recent, save, import, recovery and what else changes files.
//
// Always: a file is written whole or not at all; unsaved work is never lost without a question.
#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QString>
#include <functional>
#include <string>

#include "gui/journal.hpp"

class QMenu;
class QWidget;

namespace nines::gui {

class Document;

// What a person is asked. Tests answer themselves.
struct Questions {
    enum class Unsaved : std::uint8_t { save, discard, cancel };
    std::function<Unsaved(const QString& title)> unsaved;
    std::function<bool(const QString& title)> recover;
    std::function<bool(const QString& title)> take_changed_file;  // although there is unsaved work
    std::function<QString()> file_to_open;
    std::function<QStringList()> files_to_import;
    std::function<QString(const QString& proposed)> file_to_save;
    std::function<void(const QString& title, const QString& text)> tell;

    [[nodiscard]] static Questions dialogs(QWidget* parent);
};

class FileActions : public QObject {
    Q_OBJECT
public:
    FileActions(Document& document, QWidget* window);

    Questions questions;

    bool start_new();
    bool open(const QString& file);
    bool open_asking();
    bool save();
    bool save_as();
    // Of "kubernetes", "compose" or "isotope".
    bool import_files(const QString& kind, const QStringList& files);
    // Whether the window may close: asks about unsaved work.
    bool may_close();
    // Offers scenarios without a file that a crash has left.
    void offer_recovery();

    [[nodiscard]] static QStringList recent();
    void fill_recent(QMenu& menu);
    [[nodiscard]] Journal& journal() { return journal_; }

signals:
    void said(const QString& text);

private:
    bool save_to(const QString& file);
    bool give_up_unsaved();
    void recover(const Recovered& r);
    void watch();
    void file_changed_outside();
    static void remember(const QString& file);

    Document& document_;
    QWidget* window_;
    Journal journal_;
    QFileSystemWatcher watcher_;
    std::string on_disk_;
};

}  // namespace nines::gui
