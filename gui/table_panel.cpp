#include "gui/table_panel.hpp"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>
#include <functional>

#include "gui/document.hpp"
#include "gui/edits.hpp"
#include "gui/inspector/form.hpp"
#include "gui/kinds.hpp"
#include "gui/theme.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

constexpr int fixed_columns = 3;  // name, kind, problems

// Fields with a headline, by their path below the record.
void headline_fields(const Type& t, const std::string& path, std::vector<std::pair<std::string, const Field*>>& into,
                     int depth = 0) {
    if (t.shape != Type::Shape::record || depth > 3) return;
    for (const Field& f : t.record().fields) {
        const auto here = path.empty() ? f.name : path + "." + f.name;
        if (!f.headline.empty())
            into.emplace_back(here, &f);
        else if (f.type->shape == Type::Shape::record)
            headline_fields(*f.type, here, into, depth + 1);
    }
}

class Table : public QTableView {
public:
    using QTableView::QTableView;
    std::function<void()> removed;

protected:
    void keyPressEvent(QKeyEvent* event) override {
        if (event->key() == Qt::Key_Delete && removed) return removed();
        QTableView::keyPressEvent(event);
    }
};

void set_up(QTableView& v, QAbstractItemModel& m, const QString& name) {
    v.setModel(&m);
    v.setSelectionBehavior(QAbstractItemView::SelectItems);
    v.setAlternatingRowColors(true);
    v.setShowGrid(false);
    v.setWordWrap(false);
    v.verticalHeader()->hide();
    v.verticalHeader()->setDefaultSectionSize(26);
    v.horizontalHeader()->setStretchLastSection(true);
    v.horizontalHeader()->setHighlightSections(false);
    v.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    v.setTabKeyNavigation(false);
    v.setAccessibleName(name);
    const auto fit = [&v] {
        v.resizeColumnsToContents();
        for (int i = 0; i + 1 < v.model()->columnCount(); ++i)
            v.setColumnWidth(i, std::min(240, v.columnWidth(i) + 12));
    };
    v.horizontalHeader()->setResizeContentsPrecision(60);
    QObject::connect(&m, &QAbstractItemModel::modelReset, &v, fit);
    fit();
    v.setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                      QAbstractItemView::AnyKeyPressed);
}

}  // namespace

NodesModel::NodesModel(Document& document, QObject* parent) : QAbstractTableModel(parent), document_(document) {
    for (const auto& k : kinds_of(document.type())) {
        std::vector<std::pair<std::string, const Field*>> fields;
        headline_fields(*k.type, {}, fields);
        for (const auto& [path, f] : fields) {
            auto title = spoken(f->name);
            title[0] = title[0].toUpper();
            if (std::ranges::none_of(columns_, [&](const Column& c) { return c.field == path; }))
                columns_.push_back({title, path});
        }
    }
    connect(&document, &Document::changed, this, &NodesModel::take);
    connect(&document, &Document::problems_changed, this, &NodesModel::take);
    take();
}

void NodesModel::take() {
    const auto& now = document_.topology().nodes;
    const bool same = now.size() == nodes_.size() &&
                      std::ranges::equal(
                          now, nodes_, {}, [](const auto& n) { return n.id; }, [](const auto& n) { return n.id; });
    if (!same) beginResetModel();
    nodes_ = now;
    if (!same) endResetModel();
    if (same && !nodes_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int NodesModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(nodes_.size());
}
int NodesModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : fixed_columns + static_cast<int>(columns_.size());
}

int NodesModel::row_of(const NodeId& id) const {
    const auto it = std::ranges::find(nodes_, id, &NodeView::id);
    return it == nodes_.end() ? -1 : static_cast<int>(it - nodes_.begin());
}

QVariant NodesModel::data(const QModelIndex& index, int role) const {
    const auto& n = node(index.row());
    if (role == Qt::ForegroundRole && index.column() == 1) return theme().muted;
    if (role == Qt::ForegroundRole && index.column() == 2) return n.errors > 0 ? theme().down : theme().degraded;
    if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
    switch (index.column()) {
        case 0: return qt(n.id.name);
        case 1: return n.noun;
        case 2:
            if (n.errors > 0) return n.errors == 1 ? tr("1 error") : tr("%1 errors").arg(n.errors);
            if (n.warnings > 0) return n.warnings == 1 ? tr("1 warning") : tr("%1 warnings").arg(n.warnings);
            return {};
        default: break;
    }
    const auto& column = columns_[static_cast<std::size_t>(index.column() - fixed_columns)];
    const auto path = n.id.path() + "." + column.field;
    const auto form = form_of(document_, path);
    if (!form || !form->present) return {};
    return form->text;
}

QVariant NodesModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case 0: return tr("Name");
        case 1: return tr("Kind");
        case 2: return tr("Problems");
        default: return columns_[static_cast<std::size_t>(section - fixed_columns)].title;
    }
}

Qt::ItemFlags NodesModel::flags(const QModelIndex& index) const {
    auto f = QAbstractTableModel::flags(index);
    if (index.column() == 0) return f | Qt::ItemIsEditable;
    if (index.column() < fixed_columns) return f;
    const auto path =
        node(index.row()).id.path() + "." + columns_[static_cast<std::size_t>(index.column() - fixed_columns)].field;
    return form_of(document_, path) ? f | Qt::ItemIsEditable : f & ~Qt::ItemIsEnabled;
}

bool NodesModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole) return false;
    const auto id = node(index.row()).id;
    const auto text = value.toString().trimmed();
    if (index.column() == 0) return rename_node(document_, id, text.toStdString());
    const auto& column = columns_[static_cast<std::size_t>(index.column() - fixed_columns)];
    const auto path = id.path() + "." + column.field;
    const auto form = form_of(document_, path);
    if (!form) return false;
    if (text == form->text) return true;
    if (text.isEmpty()) return document_.reset(tr("Reset %1").arg(column.title.toLower()), path);
    if (const auto wrong = problem_with(*form, text); !wrong.isEmpty()) {
        emit document_.refused(wrong);
        return false;
    }
    return document_.set(tr("Set %1 of %2").arg(column.title.toLower(), qt(id.name)), path, yaml_of(*form, text));
}

CallsModel::CallsModel(Document& document, QObject* parent) : QAbstractTableModel(parent), document_(document) {
    connect(&document, &Document::changed, this, &CallsModel::take);
    take();
}

void CallsModel::take() {
    std::vector<Row> now;
    const auto& t = document_.topology();
    for (const auto& e : t.edges)
        for (const auto& c : e.calls) now.push_back({t.nodes[e.from].id, t.nodes[e.to].id, c});
    const bool same = now.size() == rows_.size() && std::ranges::equal(
                                                        now, rows_, {}, [](const Row& r) { return r.call.path; },
                                                        [](const Row& r) { return r.call.path; });
    if (!same) beginResetModel();
    rows_ = std::move(now);
    if (!same) endResetModel();
    if (same && !rows_.empty()) emit dataChanged(index(0, 0), index(rowCount() - 1, 3));
}

int CallsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

QVariant CallsModel::data(const QModelIndex& index, int role) const {
    if (role == Qt::ForegroundRole && index.column() == 3) return theme().muted;
    if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
    const auto& r = row(index.row());
    switch (index.column()) {
        case 0: {
            const auto path = qt(r.call.path);
            const auto endpoints = path.section(QLatin1Char('.'), 2, 3);
            const bool endpoint = endpoints.startsWith(QStringLiteral("endpoints."));
            return endpoint ? qt(r.from.name) + QLatin1Char('.') +
                                  endpoints.section(QLatin1Char('.'), 1).section(QLatin1Char('['), 0, 0)
                            : qt(r.from.name);
        }
        case 1: return qt(r.to.name);
        case 2: return qt(r.call.target);
        default: return r.call.detail;
    }
}

QVariant CallsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    const QString titles[] = {tr("From"), tr("To"), tr("Calls"), tr("How")};
    return titles[section];
}

Qt::ItemFlags CallsModel::flags(const QModelIndex& index) const {
    const auto f = QAbstractTableModel::flags(index);
    return index.column() == 2 ? f | Qt::ItemIsEditable : f;
}

bool CallsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || index.column() != 2) return false;
    const auto r = row(index.row());
    const auto text = value.toString().trimmed().toStdString();
    if (text.empty() || text == r.call.target) return false;
    return document_.set(tr("Call %1").arg(qt(text)), r.call.path, scalar_in_yaml(text));
}

TablePanel::TablePanel(Document& document, QWidget* parent)
    : QWidget(parent),
      nodes_model_(new NodesModel{document, this}),
      calls_model_(new CallsModel{document, this}),
      nodes_(new Table),
      calls_(new Table) {
    set_up(*nodes_, *nodes_model_, tr("Nodes"));
    set_up(*calls_, *calls_model_, tr("Calls"));
    auto* layout = new QVBoxLayout{this};
    layout->setContentsMargins(0, 0, 0, 0);
    auto* both = new QSplitter{Qt::Horizontal};
    both->addWidget(nodes_);
    both->addWidget(calls_);
    both->setStretchFactor(0, 3);
    both->setStretchFactor(1, 2);
    layout->addWidget(both);
    connect(nodes_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& i) {
        if (i.isValid() && !selecting_) emit node_chosen(NodeId{nodes_model_->node(i.row()).id});
    });
    connect(calls_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& i) {
        if (!i.isValid() || selecting_) return;
        const auto r = calls_model_->row(i.row());
        emit call_chosen(r.from, r.to);
    });
    static_cast<Table*>(nodes_)->removed = [this] { emit removal_wanted(); };
    static_cast<Table*>(calls_)->removed = [this] { emit removal_wanted(); };
}

void TablePanel::select(const NodeId& id) {
    const int row = nodes_model_->row_of(id);
    if (row < 0 || nodes_->currentIndex().row() == row) return;
    selecting_ = true;
    nodes_->setCurrentIndex(nodes_model_->index(row, 0));
    selecting_ = false;
}

}  // namespace nines::gui
