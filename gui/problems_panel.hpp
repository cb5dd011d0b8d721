// ProblemsPanel: what is wrong, as `nines check` says it, in a list; activating one leads to its place.
#pragma once

#include <QAbstractTableModel>
#include <QTreeView>

#include "models/problem.hpp"

namespace nines::gui {

class Document;

class ProblemsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit ProblemsModel(Document& document, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex&) const override { return 3; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] const Problem& problem(int row) const { return problems_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] QString summary() const;  // "2 errors, 1 warning"

signals:
    void summarized();

private:
    void take();

    Document& document_;
    Problems problems_;
};

class ProblemsPanel : public QTreeView {
    Q_OBJECT
public:
    explicit ProblemsPanel(ProblemsModel& model, QWidget* parent = nullptr);

signals:
    void chosen(const nines::Problem& problem);
};

}  // namespace nines::gui
