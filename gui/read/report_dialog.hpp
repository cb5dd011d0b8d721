// ReportDialog: which parts of a report, and in which format.
#pragma once

#include <QDialog>
#include <string>
#include <vector>

#include "reports/report.hpp"

class QComboBox;
class QListWidget;

namespace nines::gui {

class ReportDialog : public QDialog {
    Q_OBJECT
public:
    explicit ReportDialog(QWidget* parent = nullptr);
    [[nodiscard]] QString ending() const;  // "html" or "pdf"
    [[nodiscard]] std::vector<std::string> parts() const;

private:
    QComboBox* format_;
    QListWidget* parts_;
};

// By the file's ending. What went wrong, or nothing.
[[nodiscard]] QString save_report_as(const Report& r, const std::vector<std::string>& parts, const QString& file);

}  // namespace nines::gui
