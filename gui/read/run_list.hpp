// RunList: the runs of a store as a table model. Names can be edited; what is deleted is gone from the list at once and
// from the store when it is purged, so that it can be brought back until then.
#pragma once

#include <QAbstractTableModel>
#include <QUndoStack>
#include <memory>
#include <set>
#include <vector>

#include "reports/store.hpp"

namespace nines::gui {

class RunList : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { number, name, state, replications, seed, started, file, columns };

    explicit RunList(std::shared_ptr<Store> store, QObject* parent = nullptr);
    ~RunList() override;  // purges

    // Reads the store anew.
    void refresh();
    void rename(std::uint64_t run, const QString& name);
    void remove(const std::vector<std::uint64_t>& runs);
    // Takes what was deleted out of the store; it cannot be brought back any more.
    void purge();
    [[nodiscard]] QUndoStack& undo_stack() { return undo_; }

    [[nodiscard]] const RunInfo* run_at(int row) const;
    [[nodiscard]] int row_of(std::uint64_t run) const;  // -1: it is not there

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

signals:
    void failed(const QString& why);  // what the store said

private:
    friend class RenameRun;
    friend class RemoveRuns;
    void set_name(std::uint64_t run, const std::string& name);
    void set_hidden(const std::vector<std::uint64_t>& runs, bool hidden);

    std::shared_ptr<Store> store_;
    std::vector<RunInfo> runs_;
    std::set<std::uint64_t> hidden_;  // deleted, not purged yet
    QUndoStack undo_;
};

}  // namespace nines::gui
