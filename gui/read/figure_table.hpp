// FigureTable: the figures of one run or of several beside each other, as a table model.
#pragma once

#include <QAbstractTableModel>

#include "gui/read/comparison_view.hpp"

namespace nines::gui {

class FigureTable : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Role { SortRole = Qt::UserRole };  // numbers, for sorting

    explicit FigureTable(QObject* parent = nullptr) : QAbstractTableModel(parent) {}
    void show_view(ComparisonView view);
    [[nodiscard]] const ComparisonView& view() const { return view_; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    // About, name, figure, then each run; from the second on each with its difference.
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Place {
        std::size_t run = 0;
        bool difference = false;
    };
    [[nodiscard]] Place place_of(int column) const;
    ComparisonView view_;
};

}  // namespace nines::gui
