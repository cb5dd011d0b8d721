#include "gui/read/report_dialog.hpp"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QListWidget>
#include <QPushButton>

#include "gui/read/report_text.hpp"
#include "reports/html.hpp"
#include "reports/paths.hpp"

namespace nines::gui {

ReportDialog::ReportDialog(QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Save report"));
    format_ = new QComboBox(this);
    format_->setObjectName(QStringLiteral("format"));
    format_->addItem(tr("Web page (HTML)"), QStringLiteral("html"));
    format_->addItem(tr("Paper (PDF)"), QStringLiteral("pdf"));
    parts_ = new QListWidget(this);
    parts_->setObjectName(QStringLiteral("parts"));
    for (const auto& part : report_parts()) {
        auto* item = new QListWidgetItem(QString::fromStdString(part.title), parts_);
        item->setData(Qt::UserRole, QString::fromStdString(part.id));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(Qt::Checked);
    }
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Save | QDialogButtonBox::Cancel, this);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(parts_, &QListWidget::itemChanged, this,
            [this, save = buttons->button(QDialogButtonBox::Save)] { save->setEnabled(!parts().empty()); });
    auto* form = new QFormLayout(this);
    form->addRow(tr("&Format"), format_);
    form->addRow(tr("&Parts"), parts_);
    form->addRow(buttons);
}

QString ReportDialog::ending() const { return format_->currentData().toString(); }

std::vector<std::string> ReportDialog::parts() const {
    std::vector<std::string> out;
    for (int i = 0; i < parts_->count(); ++i)
        if (parts_->item(i)->checkState() == Qt::Checked)
            out.push_back(parts_->item(i)->data(Qt::UserRole).toString().toStdString());
    return out;
}

QString save_report_as(const Report& r, const std::vector<std::string>& parts, const QString& file) {
    if (file.endsWith(QStringLiteral(".pdf"), Qt::CaseInsensitive)) return write_pdf(r, parts, file);
    return QString::fromStdString(write_whole(file.toStdString(), print_html(r, parts)));
}

}  // namespace nines::gui
