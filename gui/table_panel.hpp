// TablePanel: nodes and edges as tables, the canvas's equal: everything on the canvas can be read and changed here, by
// keyboard and by screen reader.
//
// The columns come from the descriptions: names, and every field that a node shows on its face or that stands beside
// the name in a call.
#pragma once

#include <QAbstractTableModel>
#include <QWidget>

#include "gui/topology.hpp"

class QTableView;

namespace nines::gui {

class Document;

class NodesModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit NodesModel(Document& document, QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    [[nodiscard]] const NodeView& node(int row) const { return nodes_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int row_of(const NodeId& id) const;

private:
    void take();
    struct Column {
        QString title;
        std::string field;  // below the node, "replicas.count"
    };
    Document& document_;
    std::vector<NodeView> nodes_;
    std::vector<Column> columns_;  // after name, kind and problems
};

class CallsModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit CallsModel(Document& document, QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex&) const override { return 4; }
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    struct Row {
        NodeId from, to;
        Call call;
    };
    [[nodiscard]] const Row& row(int i) const { return rows_[static_cast<std::size_t>(i)]; }

private:
    void take();
    Document& document_;
    std::vector<Row> rows_;
};

class TablePanel : public QWidget {
    Q_OBJECT
public:
    explicit TablePanel(Document& document, QWidget* parent = nullptr);
    void select(const NodeId& id);
    [[nodiscard]] QTableView& nodes() { return *nodes_; }
    [[nodiscard]] QTableView& calls() { return *calls_; }

signals:
    void node_chosen(const nines::gui::NodeId& id);
    void call_chosen(const nines::gui::NodeId& from, const nines::gui::NodeId& to);
    void removal_wanted();
    void connection_wanted();

private:
    NodesModel* nodes_model_;
    CallsModel* calls_model_;
    QTableView* nodes_;
    QTableView* calls_;
    bool selecting_ = false;
};

}  // namespace nines::gui
