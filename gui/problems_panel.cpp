#include "gui/problems_panel.hpp"

#include <QHeaderView>
#include <algorithm>

#include "gui/document.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

ProblemsModel::ProblemsModel(Document& document, QObject* parent) : QAbstractTableModel(parent), document_(document) {
    connect(&document, &Document::changed, this, &ProblemsModel::take);
    connect(&document, &Document::problems_changed, this, &ProblemsModel::take);
    take();
}

void ProblemsModel::take() {
    beginResetModel();
    problems_ = document_.problems();
    std::ranges::stable_sort(problems_, {}, &Problem::severity);
    endResetModel();
    emit summarized();
}

int ProblemsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(problems_.size());
}

QVariant ProblemsModel::data(const QModelIndex& index, int role) const {
    const auto& p = problem(index.row());
    const bool error = p.severity == Problem::Severity::error, note = p.severity == Problem::Severity::note;
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) {
        if (index.column() == 0)
            return (error  ? QStringLiteral("✕ ")
                    : note ? QStringLiteral("i ")
                           : QStringLiteral("! ")) +
                   QString::fromStdString(p.message);
        if (index.column() == 1) return QString::fromStdString(p.path);
        return p.line > 0 ? QVariant{p.line} : QVariant{};
    }
    if (role == Qt::AccessibleTextRole && index.column() == 0)
        return (error  ? tr("Error: %1")
                : note ? tr("Note: %1")
                       : tr("Warning: %1"))
            .arg(QString::fromStdString(p.message));
    if (role == Qt::ForegroundRole && index.column() == 0)
        return error ? theme().down : note ? theme().muted : theme().degraded;
    if (role == Qt::ForegroundRole) return theme().muted;
    if (role == Qt::TextAlignmentRole && index.column() == 2)
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

QVariant ProblemsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == 0 ? tr("Problem") : section == 1 ? tr("Where") : tr("Line");
}

QString ProblemsModel::summary() const {
    const auto count = [&](Problem::Severity s) { return std::ranges::count(problems_, s, &Problem::severity); };
    const auto errors = count(Problem::Severity::error), warnings = count(Problem::Severity::warning);
    const auto notes = count(Problem::Severity::note);
    if (problems_.empty()) return tr("No problems");
    QStringList parts;
    if (errors > 0) parts << (errors == 1 ? tr("1 error") : tr("%1 errors").arg(errors));
    if (warnings > 0) parts << (warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(warnings));
    if (notes > 0) parts << (notes == 1 ? tr("1 note") : tr("%1 notes").arg(notes));
    return parts.join(QStringLiteral(", "));
}

ProblemsPanel::ProblemsPanel(ProblemsModel& model, QWidget* parent) : QTreeView(parent) {
    setModel(&model);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAccessibleName(tr("Problems"));
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(2, QHeaderView::ResizeToContents);
    const auto choose = [this, &model](const QModelIndex& i) {
        if (i.isValid()) emit chosen(Problem{model.problem(i.row())});
    };
    connect(this, &QTreeView::clicked, this, choose);
    connect(this, &QTreeView::activated, this, choose);
}

}  // namespace nines::gui
