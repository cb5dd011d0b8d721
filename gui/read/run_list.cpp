#include "gui/read/run_list.hpp"

#include <QUndoCommand>
#include <algorithm>

namespace nines::gui {

class RenameRun : public QUndoCommand {
public:
    RenameRun(RunList& list, std::uint64_t run, std::string before, std::string after)
        : QUndoCommand(RunList::tr("rename run %1").arg(run)),
          list_(list),
          run_(run),
          before_(std::move(before)),
          after_(std::move(after)) {}
    void redo() override { list_.set_name(run_, after_); }
    void undo() override { list_.set_name(run_, before_); }

private:
    RunList& list_;
    std::uint64_t run_;
    std::string before_, after_;
};

class RemoveRuns : public QUndoCommand {
public:
    RemoveRuns(RunList& list, std::vector<std::uint64_t> runs)
        : QUndoCommand(RunList::tr("delete %n run(s)", nullptr, static_cast<int>(runs.size()))),
          list_(list),
          runs_(std::move(runs)) {}
    void redo() override { list_.set_hidden(runs_, true); }
    void undo() override { list_.set_hidden(runs_, false); }

private:
    RunList& list_;
    std::vector<std::uint64_t> runs_;
};

RunList::RunList(std::shared_ptr<Store> store, QObject* parent)
    : QAbstractTableModel(parent), store_(std::move(store)) {
    refresh();
}

RunList::~RunList() { purge(); }

void RunList::refresh() {
    auto runs = store_->runs();
    beginResetModel();
    runs_.clear();
    if (runs)
        for (auto& r : *runs)
            if (!hidden_.contains(r.id)) runs_.push_back(std::move(r));
    endResetModel();
    if (!runs) emit failed(QString::fromStdString(runs.problems().front().message));
}

void RunList::rename(std::uint64_t run, const QString& name) {
    const int row = row_of(run);
    const auto text = name.trimmed().toStdString();
    if (row < 0 || text.empty() || runs_[static_cast<std::size_t>(row)].name == text) return;
    undo_.push(new RenameRun{*this, run, runs_[static_cast<std::size_t>(row)].name, text});
}

void RunList::remove(const std::vector<std::uint64_t>& runs) {
    std::vector<std::uint64_t> there;
    for (const auto id : runs)
        if (row_of(id) >= 0) there.push_back(id);
    if (!there.empty()) undo_.push(new RemoveRuns{*this, std::move(there)});
}

void RunList::purge() {
    for (const auto id : hidden_)
        if (const auto wrong = store_->remove(id); !wrong.empty()) emit failed(QString::fromStdString(wrong));
    hidden_.clear();
    undo_.clear();
}

void RunList::set_name(std::uint64_t run, const std::string& name) {
    if (const auto wrong = store_->rename(run, name); !wrong.empty()) {
        emit failed(QString::fromStdString(wrong));
        return;
    }
    const int row = row_of(run);
    if (row < 0) return;
    runs_[static_cast<std::size_t>(row)].name = name;
    emit dataChanged(index(row, RunList::name), index(row, RunList::name));
}

void RunList::set_hidden(const std::vector<std::uint64_t>& runs, bool hidden) {
    for (const auto id : runs) {
        if (hidden)
            hidden_.insert(id);
        else
            hidden_.erase(id);
    }
    refresh();
}

const RunInfo* RunList::run_at(int row) const {
    return row < 0 || row >= static_cast<int>(runs_.size()) ? nullptr : &runs_[static_cast<std::size_t>(row)];
}

int RunList::row_of(std::uint64_t run) const {
    const auto it = std::ranges::find(runs_, run, &RunInfo::id);
    return it == runs_.end() ? -1 : static_cast<int>(it - runs_.begin());
}

int RunList::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(runs_.size()); }
int RunList::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : columns; }

QVariant RunList::data(const QModelIndex& index, int role) const {
    const auto* r = run_at(index.row());
    if (r == nullptr) return {};
    if (role == Qt::TextAlignmentRole)
        return index.column() == number || index.column() == replications || index.column() == seed
                   ? QVariant{int(Qt::AlignRight | Qt::AlignVCenter)}
                   : QVariant{};
    if (role == Qt::ToolTipRole && index.column() == file) return QString::fromStdString(r->file);
    if (role != Qt::DisplayRole && role != Qt::EditRole) return {};
    switch (index.column()) {
        case number: return QVariant::fromValue(static_cast<qulonglong>(r->id));
        case name: return QString::fromStdString(r->name);
        case state:
            switch (r->state) {
                case RunState::running: return tr("unfinished");
                case RunState::interrupted: return tr("interrupted");
                case RunState::done: return tr("done");
            }
            return {};
        case replications: return r->replications;
        case seed: return QVariant::fromValue(static_cast<qulonglong>(r->seed));
        case started:
            return QString::fromStdString(r->started)
                .replace(QLatin1Char('T'), QLatin1Char(' '))
                .chopped(r->started.empty() ? 0 : 4);
        case file: return QString::fromStdString(r->file).section(QLatin1Char('/'), -1);
        default: return {};
    }
}

QVariant RunList::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
        case number: return tr("Run");
        case name: return tr("Name");
        case state: return tr("State");
        case replications: return tr("Replications");
        case seed: return tr("Seed");
        case started: return tr("Started (UTC)");
        case file: return tr("File");
        default: return {};
    }
}

Qt::ItemFlags RunList::flags(const QModelIndex& index) const {
    auto f = QAbstractTableModel::flags(index);
    if (index.column() == name) f |= Qt::ItemIsEditable;
    return f;
}

bool RunList::setData(const QModelIndex& index, const QVariant& value, int role) {
    const auto* r = run_at(index.row());
    if (role != Qt::EditRole || index.column() != name || r == nullptr) return false;
    rename(r->id, value.toString());
    return true;
}

}  // namespace nines::gui
