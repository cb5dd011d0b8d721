#include "gui/read/figure_table.hpp"

#include <cmath>

#include "gui/plots/chart_view.hpp"
#include "gui/theme.hpp"
#include "reports/number.hpp"

namespace nines::gui {

namespace {

constexpr int about = 3;  // columns before the runs

}  // namespace

void FigureTable::show_view(ComparisonView view) {
    beginResetModel();
    view_ = std::move(view);
    endResetModel();
}

int FigureTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(view_.figures.size());
}

int FigureTable::columnCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    const int runs = static_cast<int>(view_.runs.size());
    return about + runs + std::max(0, runs - 1);
}

FigureTable::Place FigureTable::place_of(int column) const {
    const int i = column - about;
    return {static_cast<std::size_t>((i + 1) / 2), i > 0 && i % 2 == 0};
}

QVariant FigureTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const auto& f = view_.figures[static_cast<std::size_t>(index.row())];
    if (index.column() < about) {
        if (role != Qt::DisplayRole && role != SortRole) return {};
        if (index.column() == 0)
            return QString::fromUtf8(name_of(f.key.subject).data(),
                                     static_cast<qsizetype>(name_of(f.key.subject).size()));
        if (index.column() == 1) return QString::fromStdString(f.key.name);
        return words_of(f.key.metric);
    }
    const auto [run, difference] = place_of(index.column());
    const auto& e = difference ? f.differences[run] : f.values[run];
    switch (role) {
        case Qt::DisplayRole: {
            if (std::isnan(e.estimate)) return QStringLiteral("–");
            if (!difference) return QString::fromStdString(show(e, f.key.unit).text());
            // The sign is written out: a difference that the interval does not support is none.
            switch (f.tendency(run)) {
                case Tendency::higher:
                    return QStringLiteral("▲ +%1").arg(QString::fromStdString(show(e, f.key.unit).text()));
                case Tendency::lower:
                    return QStringLiteral("▼ %1").arg(QString::fromStdString(show(e, f.key.unit).text()));
                case Tendency::same:
                    return QStringLiteral("≈ %1").arg(QString::fromStdString(show(e, f.key.unit).text()));
                case Tendency::unknown: return QString::fromStdString(show(e.estimate, f.key.unit));
            }
            return {};
        }
        case SortRole: return e.estimate;
        case Qt::TextAlignmentRole: return int(Qt::AlignRight | Qt::AlignVCenter);
        case Qt::ForegroundRole: {
            if (!difference || f.direction() == 0) return {};
            const auto t = f.tendency(run);
            if (t != Tendency::higher && t != Tendency::lower) return {};
            const bool better = (t == Tendency::higher) == (f.direction() > 0);
            return better ? theme().good : theme().down;
        }
        case Qt::ToolTipRole:
            if (difference)
                return f.tendency(run) == Tendency::same ? tr("No clear difference: the interval holds 0.")
                                                         : QString::fromStdString(show_range(e, f.key.unit));
            return QString::fromStdString(show_range(e, f.key.unit));
        default: return {};
    }
}

QVariant FigureTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    if (section == 0) return tr("Of");
    if (section == 1) return tr("Name");
    if (section == 2) return tr("Figure");
    const auto [run, difference] = place_of(section);
    if (run >= view_.runs.size()) return {};
    return difference ? tr("Difference of %1").arg(view_.runs[run].section(QLatin1Char(':'), 0, 0)) : view_.runs[run];
}

}  // namespace nines::gui
