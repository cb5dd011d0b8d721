#include "gui/document.hpp"

#include <QFileInfo>
#include <QUndoCommand>
#include <algorithm>

#include "analysis/structure.hpp"
#include "models/compile.hpp"
#include "scenarios/parameter_edit.hpp"
#include "scenarios/reader.hpp"

namespace nines::gui {

// One change of the text.
class TextStep : public QUndoCommand {
public:
    TextStep(Document& document, const QString& name, Splice splice, int merge)
        : QUndoCommand(name), document_(document), merge_(merge) {
        back_ = {splice.at, splice.inserted.size(), document.text_.substr(splice.at, splice.removed)};
        forth_ = std::move(splice);
    }

    void redo() override { document_.apply(forth_); }
    void undo() override { document_.apply(back_); }
    [[nodiscard]] int id() const override { return merge_ == 0 ? -1 : merge_; }

    // Typing that goes on where it was, or deletes what stands before it.
    bool mergeWith(const QUndoCommand* other) override {
        const auto& next = static_cast<const TextStep&>(*other);
        if (next.text() != text()) return false;
        if (next.forth_.removed == 0 && next.forth_.at == forth_.at + forth_.inserted.size()) {
            if (next.forth_.inserted.find('\n') != std::string::npos) return false;
            forth_.inserted += next.forth_.inserted;
            back_.removed += next.forth_.inserted.size();
            return true;
        }
        if (next.forth_.inserted.empty() && forth_.inserted.empty() &&
            next.forth_.at + next.forth_.removed == forth_.at) {
            back_.inserted.insert(0, next.back_.inserted);
            back_.at = forth_.at = next.forth_.at;
            forth_.removed += next.forth_.removed;
            return true;
        }
        return false;
    }

private:
    Document& document_;
    Splice forth_, back_;
    int merge_;
};

namespace {

const Scenario& as_scenario(const void* s) { return *static_cast<const Scenario*>(s); }

// Longer texts are not read at every key.
constexpr std::size_t long_text = 50'000;
constexpr int until_read = 250, until_found = 300;  // ms

}  // namespace

Document::Document(QObject* parent)
    : Document(
          type_of<Scenario>(), [](const void* s) { return validate(as_scenario(s)); }, parent,
          [](const void* s) { return findings(as_scenario(s)); }) {}

Document::Document(const Type& root, Check check, QObject* parent, Check find)
    : QObject(parent), root_(root), check_(std::move(check)), find_(std::move(find)), value_(root.make()) {
    reading_.setSingleShot(true);
    finding_.setSingleShot(true);
    connect(&reading_, &QTimer::timeout, this, [this] {
        read();
        emit changed();
    });
    connect(&finding_, &QTimer::timeout, this, &Document::find_problems);
    start(empty_scenario_text());
}

const Scenario& Document::scenario() const { return *static_cast<const Scenario*>(value_.get()); }

bool Document::has_errors() const {
    return std::ranges::any_of(problems_, [](const Problem& p) { return p.severity == Problem::Severity::error; });
}

Mark Document::place_of(const std::string& path) const {
    std::string p = path;
    for (;;) {
        if (const auto it = marks_.find(p); it != marks_.end()) return it->second;
        const auto cut = p.find_last_of(".[");
        if (cut == std::string::npos) return {};
        p.resize(cut);
    }
}

QString Document::title() const { return file_.isEmpty() ? tr("Untitled") : QFileInfo{file_}.fileName(); }

void Document::start(std::string text, const QString& file) {
    undo_.clear();
    text_ = std::move(text);
    file_ = file;
    tree_ = {};
    positions_.clear();
    read();
    emit started();
    emit changed();
    emit file_changed();
}

void Document::saved_as(const QString& file) {
    file_ = file;
    undo_.setClean();
    emit file_changed();
}

void Document::replace(const QString& name, Splice splice, int merge) {
    Q_ASSERT(splice.at + splice.removed <= text_.size());
    undo_.push(new TextStep(*this, name, std::move(splice), merge));
}

void Document::apply(const Splice& splice) {
    text_.replace(splice.at, splice.removed, splice.inserted);
    emit spliced(splice);
    if (text_.size() > long_text && !tree_is_ready_ && splice.inserted.size() + splice.removed < 8) {
        reading_.start(until_read);
        return;
    }
    reading_.stop();
    read();
    emit changed();
}

void Document::settle() {
    if (!reading_.isActive()) return;
    reading_.stop();
    read();
    emit changed();
}

bool Document::edit(const QString& name, const Edit& edit) {
    settle();
    if (!tree_is_current_) {
        emit refused(tr("The text is not valid YAML: %1").arg(QString::fromStdString(problems_.front().message)));
        return false;
    }
    SourceText now;
    now.text = text_;
    now.tree = std::move(tree_);
    auto done = edit(now);
    tree_ = std::move(now.tree);
    if (!done) {
        const auto& p = done.problems().front();
        emit refused(QString::fromStdString((p.path.empty() ? "" : p.path + ": ") + p.message));
        return false;
    }
    if (done->text == text_) return true;
    auto splice = difference(text_, done->text);
    tree_ = std::move(done->tree);
    tree_is_ready_ = true;
    replace(name, std::move(splice));
    return true;
}

bool Document::set(const QString& name, const std::string& path, const std::string& value) {
    return edit(name, [&](const SourceText& s) { return set_parameter_in(s, root_, path, value); });
}

bool Document::reset(const QString& name, const std::string& path) {
    return edit(name, [&](const SourceText& s) { return reset_parameter_in(s, root_, path); });
}

void Document::read() {
    problems_.clear();
    if (!tree_is_ready_) {
        auto source = SourceText::read(text_);
        tree_is_current_ = source.has_value();
        if (source)
            tree_ = std::move(source->tree);
        else
            problems_ = source.problems();
    }
    tree_is_ready_ = false;
    if (tree_is_current_) read_tree();
    topology_ = topology_of(root_, value_.get(), problems_, positions_);
    for (const auto& n : topology_.nodes)
        if (!n.placed) positions_[n.id] = n.at;
    if (find_) finding_.start(until_found);
}

void Document::find_problems() {
    if (!problems_.empty() || !tree_is_current_) return;
    problems_ = find_(value_.get());
    sort_problems();
    mark_problems(problems_, topology_);
    emit problems_changed();
}

void Document::read_tree() {
    value_ = root_.make();
    marks_.clear();
    Node empty;
    empty.kind = Node::Kind::map;
    read_value(tree_.kind == Node::Kind::null ? empty : tree_, root_, value_.get(), "", problems_, marks_);
    if (problems_.empty())
        for (auto& p : check_(value_.get())) problems_.push_back(std::move(p));
    sort_problems();
}

void Document::sort_problems() {
    for (auto& p : problems_) {
        if (p.line > 0) continue;
        const auto m = place_of(p.path);
        p.line = m.line;
        p.column = m.column;
    }
    std::ranges::stable_sort(problems_, {}, [](const Problem& p) { return std::pair{p.line, p.column}; });
}

Splice difference(const std::string& from, const std::string& to) {
    const auto most = std::min(from.size(), to.size());
    std::size_t front = 0, back = 0;
    while (front < most && from[front] == to[front]) ++front;
    while (back < most - front && from[from.size() - 1 - back] == to[to.size() - 1 - back]) ++back;
    // Never within a character of several bytes.
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; };
    while (front > 0 &&
           ((front < from.size() && continues(from[front])) || (front < to.size() && continues(to[front]))))
        --front;
    while (back > 0 && continues(from[from.size() - back])) --back;
    return {front, from.size() - front - back, to.substr(front, to.size() - front - back)};
}

std::string empty_scenario_text() { return "nines: 1\nservices: {}\nclients: {}\n"; }

}  // namespace nines::gui
