// Journal: unsaved work, written beside the file while it is edited and never over it, so that a crash loses at most
// a moment. It goes when the work is saved or given up on purpose.
//
// Always: the journal is written whole or not at all; the scenario's own file is never touched.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <optional>
#include <string>
#include <vector>

namespace nines::gui {

class Document;

struct Recovered {
    QString journal;  // its file
    QString file;     // the scenario's; empty: it had none
    std::string text;
};

class Journal : public QObject {
    Q_OBJECT
public:
    explicit Journal(Document& document, QObject* parent = nullptr);
    ~Journal() override;

    // Writes now what is to be written.
    void flush();
    // The work is saved, or given up on purpose.
    void discard();

    // What a crash has left of this file, or of scenarios without a file when `file` is empty. A journal of a designer
    // that still runs is left alone.
    [[nodiscard]] static std::vector<Recovered> left_behind(const QString& file);
    [[nodiscard]] static QString journal_of(const QString& file);

private:
    void changed();

    Document& document_;
    QTimer timer_;
    QString written_;  // the journal that is there; empty: none
};

}  // namespace nines::gui
