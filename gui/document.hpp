// Document: the scenario that is being edited. The truth is its text; the scenario and the topology are read from it
// after every change, as far as the text can be read.
//
// Always: every change of the text is one named step of the undo stack; what is read belongs to the text; a text that
// is no YAML at all leaves the last scenario in place, with the problem.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "gui/topology.hpp"
#include "models/scenario.hpp"
#include "scenarios/document.hpp"
#include "scenarios/source_edit.hpp"

namespace nines::gui {

// One replacement in a text; offsets are bytes.
struct Splice {
    std::size_t at = 0;
    std::size_t removed = 0;
    std::string inserted;
};

class Document : public QObject {
    Q_OBJECT
public:
    // What is wrong across the parts of a scenario that could be read.
    using Check = std::function<Problems(const void* scenario)>;

    explicit Document(QObject* parent = nullptr);
    // Of another described type than Scenario. `find`: what its structure alone tells; asked a moment after a change,
    // when nothing else is wrong.
    Document(const Type& root, Check check, QObject* parent = nullptr, Check find = {});

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const Type& type() const { return root_; }
    [[nodiscard]] const void* value() const { return value_.get(); }
    [[nodiscard]] const Scenario& scenario() const;  // REQUIRES: type() is Scenario's
    [[nodiscard]] const Problems& problems() const { return problems_; }
    [[nodiscard]] bool has_errors() const;
    // What is wrong across the parts of another value of the same type.
    [[nodiscard]] Problems check(const void* value) const { return check_(value); }
    [[nodiscard]] const Topology& topology() const { return topology_; }
    [[nodiscard]] const Node& tree() const { return tree_; }  // of the last text that was YAML
    [[nodiscard]] Mark place_of(const std::string& path) const;
    [[nodiscard]] QUndoStack& undo_stack() { return undo_; }

    // The file it was opened from or saved to; empty: none yet. Files that the scenario names are found beside it.
    [[nodiscard]] const QString& file() const { return file_; }
    [[nodiscard]] QString title() const;
    [[nodiscard]] bool is_modified() const { return !undo_.isClean(); }

    // Begins anew with a text, without a step to undo.
    void start(std::string text, const QString& file = {});
    void saved_as(const QString& file);

    // One step by an edit of the text (scenarios/source_edit.hpp, parameter_edit.hpp). What the edit complains of is
    // told by `refused`; then nothing has changed. An edit without a change is no step.
    using Edit = std::function<Expected<SourceText>(const SourceText&)>;
    bool edit(const QString& name, const Edit& edit);
    // Reads what was typed last, when that is still to come.
    void settle();
    bool set(const QString& name, const std::string& path, const std::string& value);
    bool reset(const QString& name, const std::string& path);

    // One step. Steps of the same `merge` that follow each other become one; 0: never.
    void replace(const QString& name, Splice splice, int merge = 0);

signals:
    void spliced(const nines::gui::Splice& splice);  // the text has changed so
    void changed();                                  // scenario, topology and problems are new
    void problems_changed();                         // findings have come; the topology's marks are new
    void started();                                  // another document: forget selections and views
    void file_changed();
    void refused(const QString& why);

private:
    friend class TextStep;
    void apply(const Splice& splice);
    void read();
    void read_tree();
    void find_problems();
    void sort_problems();

    const Type& root_;
    Check check_, find_;
    std::string text_;
    QString file_;
    Node tree_;
    bool tree_is_current_ = false;  // the text is YAML, and the tree was read from it
    bool tree_is_ready_ = false;    // an edit has brought the tree of the text that comes
    std::shared_ptr<void> value_;
    Problems problems_;
    std::map<std::string, Mark> marks_;
    Topology topology_;
    Positions positions_;  // where nodes without a position in the text were shown
    QUndoStack undo_;
    QTimer reading_, finding_;
};

// The smallest splice that makes one text the other.
[[nodiscard]] Splice difference(const std::string& from, const std::string& to);

// The text of a scenario without anything in it.
[[nodiscard]] std::string empty_scenario_text();

}  // namespace nines::gui
