// Inspector: the form of what is selected, as widgets. It shows forms (form.hpp) and sends intents; whoever owns it
// turns them into steps of the document.
//
// Always: a text that is not allowed is never sent; its reason stands below the field until it is mended or given up.
#pragma once

#include <QLineEdit>
#include <QScrollArea>
#include <map>
#include <set>

#include "gui/inspector/form.hpp"

class QLabel;
class QVBoxLayout;

namespace nines::gui {

class Inspector : public QScrollArea {
    Q_OBJECT
public:
    explicit Inspector(QWidget* parent = nullptr);

    // `title` of the whole; `name`: of the node when it can be renamed, or empty. Several forms stand below each
    // other.
    void show_forms(const QString& title, const QString& name, std::vector<FormRow> forms);
    // Opens what the field is in, and gives it the focus. False when it is not in the form.
    bool go_to(const std::string& path);

    // The editor of a field, for tests and for go_to; null when it is not open.
    [[nodiscard]] QWidget* editor(const std::string& path) const;

signals:
    void set_wanted(const QString& step, const std::string& path, const std::string& yaml);
    void reset_wanted(const QString& step, const std::string& path);
    void add_wanted(const QString& step, const std::string& list, int index, const std::string& yaml);
    void move_wanted(const QString& step, const std::string& list, int from, int to);
    void rename_wanted(const QString& name);  // the node
    void rename_entry_wanted(const std::string& path, const QString& name);

private:
    void rebuild();
    void add_rows(const FormRow& of, QVBoxLayout& into, int depth);
    void add_field(const FormRow& row, QVBoxLayout& into, int depth);
    void add_alternatives(const FormRow& of, const std::vector<std::string>& group, QVBoxLayout& into, int depth);
    void add_group(const FormRow& row, QVBoxLayout& into, int depth);
    QWidget* make_editor(const FormRow& row, QLabel& wrong, QVBoxLayout& below);
    QLineEdit* make_line(const FormRow& row, QLabel& wrong);
    void add_item_buttons(const FormRow& row, QVBoxLayout& into);

    QString title_, name_;
    std::vector<FormRow> forms_;
    std::set<std::string> open_, closed_;  // groups that were opened or closed by hand
    std::map<std::string, QWidget*> editors_;
    bool waiting_ = false;
};

}  // namespace nines::gui
