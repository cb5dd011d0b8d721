#include "gui/inspector/inspector.hpp"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "gui/inspector/density_plot.hpp"
#include "gui/inspector/fields.hpp"
#include "gui/kinds.hpp"
#include "gui/theme.hpp"
#include "models/scalars.hpp"
#include "scenarios/source_edit.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

// Labels of inner groups are as much narrower as their group is further to the right: all editors stand in one column.
constexpr int group_indent = 12;
int label_width(int depth) { return std::max(60, 124 - group_indent * depth); }

void colour(QWidget& w, QPalette::ColorRole role, const QColor& c) {
    QPalette p = w.palette();
    p.setColor(role, c);
    w.setPalette(p);
}

QString help_text(const FormRow& row) {
    QString text = QStringLiteral("<b>%1</b>").arg(row.label.toHtmlEscaped());
    if (!row.help.isEmpty()) text += QStringLiteral("<br>") + row.help.toHtmlEscaped();
    if (row.type->shape == Type::Shape::scalar)
        text += QStringLiteral("<br>") + Inspector::tr("Expected: %1").arg(qt(row.type->expects).toHtmlEscaped());
    const auto range = range_of(row);
    if (!range.isEmpty()) text += QStringLiteral("<br>") + Inspector::tr("Range: %1").arg(range.toHtmlEscaped());
    if (!row.default_text.isEmpty())
        text += QStringLiteral("<br>") + Inspector::tr("Default: %1").arg(row.default_text.toHtmlEscaped());
    if (!row.source.isEmpty())
        text += QStringLiteral("<br>") + Inspector::tr("Source of the default: %1").arg(row.source.toHtmlEscaped());
    return text;
}

// The value of a text that is a distribution; nothing when it is none.
std::optional<Distribution> distribution_of(const FormRow& row, const QString& text) {
    if (text.isEmpty()) return std::nullopt;
    if (row.type == &type_of<Distribution>()) {
        Distribution d;
        if (Scalar<Distribution>::parse(text.toStdString(), {}, d).empty()) return d;
    } else if (row.type == &type_of<Lifetime>()) {
        Lifetime l;
        if (Scalar<Lifetime>::parse(text.toStdString(), {}, l).empty()) return l.law;
    }
    return std::nullopt;
}

}  // namespace

Inspector::Inspector(QWidget* parent) : QScrollArea(parent) {
    setWidgetResizable(true);
    setFrameShape(NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setMinimumWidth(320);
    connect(&CurrentTheme::instance(), &CurrentTheme::changed, this, &Inspector::rebuild);
}

void Inspector::show_forms(const QString& title, const QString& name, std::vector<FormRow> forms) {
    if (title == title_ && name == name_ && forms == forms_ && widget() != nullptr) return;
    title_ = title;
    name_ = name;
    forms_ = std::move(forms);
    if (waiting_) return;
    // Not within the event of a widget that goes.
    waiting_ = true;
    QTimer::singleShot(0, this, &Inspector::rebuild);
}

QWidget* Inspector::editor(const std::string& path) const {
    const auto it = editors_.find(path);
    return it == editors_.end() ? nullptr : it->second;
}

bool Inspector::go_to(const std::string& path) {
    // Everything above it is opened.
    std::string p = path;
    for (;;) {
        open_.insert(p);
        closed_.erase(p);
        const auto cut = p.find_last_of(".[");
        if (cut == std::string::npos) break;
        p.resize(cut);
    }
    rebuild();
    for (p = path;;) {
        if (auto* w = editor(p)) {
            w->setFocus(Qt::OtherFocusReason);
            ensureWidgetVisible(w);
            return true;
        }
        const auto cut = p.find_last_of(".[");
        if (cut == std::string::npos) return false;
        p.resize(cut);
    }
}

void Inspector::rebuild() {
    waiting_ = false;
    std::string focused;
    for (const auto& [path, w] : editors_)
        if (w->hasFocus() || w->isAncestorOf(focusWidget())) focused = path;
    const bool had_focus = !focused.empty() && isAncestorOf(window()->focusWidget());
    const int scrolled = verticalScrollBar()->value();
    editors_.clear();
    auto* content = new QWidget;
    auto* layout = new QVBoxLayout{content};
    layout->setContentsMargins(10, 10, 10, 10);
    layout->setSpacing(4);
    auto* title = new QLabel{title_};
    QFont f = title->font();
    f.setPointSizeF(f.pointSizeF() * 1.15);
    f.setWeight(QFont::DemiBold);
    title->setFont(f);
    title->setWordWrap(true);
    layout->addWidget(title);
    if (!name_.isEmpty()) {
        auto* line = new FieldLine{name_};
        line->original = name_;
        line->setObjectName(QStringLiteral("name"));
        line->setAccessibleName(tr("Name"));
        line->setToolTip(tr("Its name; calls to it follow"));
        connect(line, &QLineEdit::editingFinished, this, [this, line] {
            if (line->text() != name_) emit rename_wanted(line->text());
        });
        layout->addWidget(line);
        editors_.emplace("", line);
    }
    for (const auto& form : forms_) {
        if (!form.help.isEmpty()) {
            auto* help = new QLabel{form.help};
            help->setWordWrap(true);
            colour(*help, QPalette::WindowText, theme().muted);
            layout->addWidget(help);
        }
        if (forms_.size() > 1)
            add_group(form, *layout, 0);
        else
            add_rows(form, *layout, 0);
    }
    layout->addStretch(1);
    setWidget(content);  // the old one goes
    verticalScrollBar()->setValue(scrolled);
    if (had_focus)
        if (auto* w = editor(focused)) w->setFocus(Qt::OtherFocusReason);
}

void Inspector::add_rows(const FormRow& of, QVBoxLayout& into, int depth) {
    if (!of.presets.isEmpty()) {
        auto* line = new QHBoxLayout;
        auto* label = new QLabel{tr("Preset")};
        label->setFixedWidth(label_width(depth));
        auto* box = new FieldCombo;
        box->addItem(tr("none"), QString{});
        for (int i = 1; i < of.presets.size(); ++i) box->addItem(of.presets[i], of.presets[i]);
        box->setPlaceholderText(tr("several values"));
        box->setCurrentIndex(of.mixed && of.preset.isEmpty() ? -1 : std::max(0, box->findData(of.preset)));
        box->setAccessibleName(tr("Preset of %1").arg(of.label));
        if (const Preset* p = of.type->record().preset(of.preset.toStdString())) box->setToolTip(qt(p->source));
        const auto path = of.path + ".preset";
        connect(box, &QComboBox::activated, this, [this, box, path, name = of.label] {
            const auto chosen = box->currentData().toString();
            if (chosen.isEmpty())
                emit reset_wanted(tr("Take the preset from %1").arg(name.toLower()), path);
            else
                emit set_wanted(tr("Use the preset %1").arg(chosen), path, chosen.toStdString());
        });
        editors_.emplace(path, box);
        line->addWidget(label);
        line->addWidget(box, 1);
        into.addLayout(line);
    }
    if (of.editor == FormRow::Editor::record) {
        // Of alternatives the one that is stated is shown, and a choice of all of them.
        const auto& groups = of.type->record().exactly_one_of;
        for (const auto& row : of.rows) {
            const auto* group = [&]() -> const std::vector<std::string>* {
                for (const auto& g : groups)
                    if (row.field != nullptr && std::ranges::find(g, row.field->name) != g.end()) return &g;
                return nullptr;
            }();
            if (group != nullptr && row.field->name == group->front()) add_alternatives(of, *group, into, depth);
            if (group != nullptr && !row.stated && row.wrong.isEmpty()) continue;
            if (row.holds_rows())
                add_group(row, into, depth);
            else
                add_field(row, into, depth);
        }
    } else if (of.holds_rows()) {
        for (const auto& row : of.rows) add_group(row, into, depth);
        add_item_buttons(of, into);
    } else {
        add_field(of, into, depth);
    }
}

void Inspector::add_alternatives(const FormRow& of, const std::vector<std::string>& group, QVBoxLayout& into,
                                 int depth) {
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    auto* label = new QLabel{tr("One of")};
    label->setFixedWidth(label_width(depth));
    auto* box = new FieldCombo;
    box->setAccessibleName(tr("Alternatives"));
    int current = -1;
    for (const auto& name : group) {
        const Field* f = of.type->record().field(name);
        box->addItem(spoken(name), qt(name));
        box->setItemData(box->count() - 1, qt(f->help), Qt::ToolTipRole);
        for (const auto& row : of.rows)
            if (row.field == f && row.stated) current = box->count() - 1;
    }
    box->setCurrentIndex(current);
    if (current < 0) box->setPlaceholderText(tr("choose one"));
    connect(box, &QComboBox::activated, this, [this, box, of, current](int index) {
        if (index == current) return;
        const auto name = box->itemData(index).toString().toStdString();
        const Node least = least_of(*of.type, name);
        const Node* value = least.find(name);
        if (value == nullptr) return;
        open_.insert(of.path + "." + name);
        emit set_wanted(tr("Use %1").arg(box->itemText(index)), of.path + "." + name, in_braces(*value));
    });
    editors_.emplace(of.path + "|" + group.front(), box);
    line->addWidget(label);
    line->addWidget(box, 1);
    line->addSpacing(28);
    into.addLayout(line);
}

void Inspector::add_field(const FormRow& row, QVBoxLayout& into, int depth) {
    const int indent = label_width(depth) + 4;
    auto* line = new QHBoxLayout;
    line->setSpacing(4);
    auto* label = new QLabel{row.label};
    label->setFixedWidth(label_width(depth));
    label->setToolTip(help_text(row));
    label->setWordWrap(true);
    if (!row.stated) colour(*label, QPalette::WindowText, theme().muted);
    auto* wrong = new QLabel;
    wrong->setWordWrap(true);
    wrong->setContentsMargins(indent, 0, 0, 2);
    colour(*wrong, QPalette::WindowText, theme().down);
    wrong->setText(row.wrong.isEmpty() ? QString{} : QStringLiteral("✕ ") + row.wrong.join(QStringLiteral("\n✕ ")));
    wrong->setVisible(!row.wrong.isEmpty());
    auto* below = new QVBoxLayout;
    below->setContentsMargins(indent, 0, 28, 0);
    auto* edit = make_editor(row, *wrong, *below);
    edit->setAccessibleName(row.label);
    edit->setAccessibleDescription(row.help);
    edit->setToolTip(help_text(row));
    label->setBuddy(edit);
    line->addWidget(label);
    line->addWidget(edit, 1);
    auto* reset = small_button(QStringLiteral("↺"), tr("Back to the default of %1").arg(row.label.toLower()));
    reset->setEnabled(row.stated && !row.required);
    if (!reset->isEnabled()) reset->setText({});
    connect(reset, &QToolButton::clicked, this,
            [this, path = row.path, name = row.label] { emit reset_wanted(tr("Reset %1").arg(name.toLower()), path); });
    line->addWidget(reset);
    into.addLayout(line);
    if (below->count() > 0)
        into.addLayout(below);
    else
        delete below;
    into.addWidget(wrong);
    editors_.emplace(row.path, edit);
}

QLineEdit* Inspector::make_line(const FormRow& row, QLabel& wrong) {
    auto* line = new FieldLine{row.stated ? row.text : QString{}};
    line->original = line->text();
    line->setCursorPosition(0);
    line->setMinimumWidth(60);
    line->setPlaceholderText(row.mixed                     ? tr("several values")
                             : !row.default_text.isEmpty() ? row.default_text
                             : row.required                ? tr("required")
                                                           : tr("unset"));
    connect(line, &QLineEdit::textChanged, this, [line, row, &wrong](const QString& text) {
        const auto problem = text.isEmpty() && !row.required ? QString{} : problem_with(row, text);
        wrong.setText(problem.isEmpty() ? QString{} : QStringLiteral("✕ ") + problem);
        wrong.setVisible(!problem.isEmpty());
        colour(*line, QPalette::Text, problem.isEmpty() ? theme().text : theme().down);
    });
    connect(line, &QLineEdit::editingFinished, this, [this, line, row] {
        const auto text = line->text().trimmed();
        if (text == line->original) return;
        if (text.isEmpty() && !row.required) {
            line->original = text;
            emit reset_wanted(tr("Reset %1").arg(row.label.toLower()), row.path);
            return;
        }
        if (!problem_with(row, text).isEmpty()) return;
        line->original = text;
        emit set_wanted(tr("Set %1").arg(row.label.toLower()), row.path, yaml_of(row, text));
    });
    return line;
}

QWidget* Inspector::make_editor(const FormRow& row, QLabel& wrong, QVBoxLayout& below) {
    const auto send = [this, row](const QString& text) {
        emit set_wanted(tr("Set %1").arg(row.label.toLower()), row.path, yaml_of(row, text));
    };
    switch (row.editor) {
        case FormRow::Editor::flag: {
            auto* box = new QCheckBox{row.mixed ? tr("several values") : row.stated ? QString{} : tr("default")};
            if (row.mixed)
                box->setCheckState(Qt::PartiallyChecked);
            else
                box->setChecked(row.text == QStringLiteral("true"));
            connect(box, &QCheckBox::clicked, this,
                    [send](bool on) { send(on ? QStringLiteral("true") : QStringLiteral("false")); });
            return box;
        }
        case FormRow::Editor::choice: {
            auto* box = new FieldCombo;
            for (const auto& c : row.choices) box->addItem(c == row.default_text ? tr("%1 (default)").arg(c) : c, c);
            if (row.optional && !row.present) box->insertItem(0, tr("unset"), QString{});
            box->setPlaceholderText(tr("several values"));
            box->setCurrentIndex(row.mixed ? -1 : std::max(0, box->findData(row.present ? row.text : QString{})));
            connect(box, &QComboBox::activated, this, [box, send, row] {
                const auto chosen = box->currentData().toString();
                if (!chosen.isEmpty() && (chosen != row.text || !row.stated)) send(chosen);
            });
            return box;
        }
        case FormRow::Editor::reference: {
            auto* box = new FieldCombo;
            box->setEditable(true);
            box->setInsertPolicy(QComboBox::NoInsert);
            box->addItems(row.choices);
            auto* line = make_line(row, wrong);
            const auto text = line->text();
            box->setLineEdit(line);
            box->setCurrentIndex(static_cast<int>(row.choices.indexOf(text)));
            line->setText(text);
            if (auto* c = box->completer()) {
                c->setFilterMode(Qt::MatchContains);
                c->setCompletionMode(QCompleter::PopupCompletion);
            }
            connect(box, &QComboBox::activated, this, [box, send, row] {
                if (box->currentText() != row.text) send(box->currentText());
            });
            box->setFocusProxy(nullptr);
            return box;
        }
        case FormRow::Editor::distribution: {
            auto* line = make_line(row, wrong);
            auto* plot = new DensityPlot;
            const auto picture = [row, plot](const QString& text) {
                plot->show_distribution(distribution_of(row, text.isEmpty() ? row.default_text : text));
            };
            picture(line->text());
            connect(line, &QLineEdit::textChanged, plot, picture);
            below.addWidget(plot);
            return line;
        }
        default: return make_line(row, wrong);
    }
}

void Inspector::add_group(const FormRow& row, QVBoxLayout& into, int depth) {
    const bool wanted_open = row.required || (row.stated && row.removable && row.rows.size() <= 4 && depth == 0);
    const bool open = row.present && !closed_.contains(row.path) && (open_.contains(row.path) || wanted_open);
    auto* line = new QHBoxLayout;
    line->setSpacing(2);
    auto* head = new GroupHead{row.label, row.present ? row.summary : row.mixed ? tr("some") : tr("none"), open};
    head->setEnabled(row.present);
    head->setToolTip(help_text(row));
    head->setAccessibleName(row.label);
    head->setAccessibleDescription(row.help);
    editors_.emplace(row.path, head);
    line->addWidget(head, 1);
    if (row.optional) {
        auto* there = new QCheckBox;
        there->setCheckState(row.present ? Qt::Checked : row.mixed ? Qt::PartiallyChecked : Qt::Unchecked);
        there->setAccessibleName(tr("Use %1").arg(row.label.toLower()));
        there->setToolTip(row.present ? tr("Take it out") : tr("Put it in"));
        connect(there, &QCheckBox::clicked, this, [this, row](bool on) {
            if (on) {
                open_.insert(row.path);
                closed_.erase(row.path);
                const auto value = row.type->shape == Type::Shape::record ? in_braces(least_of(*row.type))
                                   : row.type->shape == Type::Shape::list ? std::string{"[]"}
                                                                          : std::string{"{}"};
                emit set_wanted(tr("Add %1").arg(row.label.toLower()), row.path, value);
            } else {
                emit reset_wanted(tr("Take out %1").arg(row.label.toLower()), row.path);
            }
        });
        editors_.emplace(row.path + "?", there);
        line->addWidget(there);
    }
    if (row.removable) {
        if (row.path.ends_with(']')) {
            const auto bracket = row.path.rfind('[');
            const auto list = row.path.substr(0, bracket);
            const int index = std::stoi(row.path.substr(bracket + 1));
            auto* up = small_button(QStringLiteral("↑"), tr("Earlier"));
            up->setEnabled(index > 0);
            connect(up, &QToolButton::clicked, this,
                    [this, list, index] { emit move_wanted(tr("Move up"), list, index, index - 1); });
            auto* down = small_button(QStringLiteral("↓"), tr("Later"));
            connect(down, &QToolButton::clicked, this,
                    [this, list, index] { emit move_wanted(tr("Move down"), list, index, index + 1); });
            line->addWidget(up);
            line->addWidget(down);
        } else {
            auto* rename = small_button(QStringLiteral("✎"), tr("Rename %1").arg(row.label));
            connect(rename, &QToolButton::clicked, this,
                    [this, row] { emit rename_entry_wanted(row.path, row.label); });
            line->addWidget(rename);
        }
        auto* gone = small_button(QStringLiteral("✕"), tr("Remove %1").arg(row.label));
        connect(gone, &QToolButton::clicked, this,
                [this, row] { emit reset_wanted(tr("Remove %1").arg(row.label), row.path); });
        line->addWidget(gone);
    }
    into.addLayout(line);
    if (!row.wrong.isEmpty()) {
        auto* wrong = new QLabel{QStringLiteral("✕ ") + row.wrong.join(QStringLiteral("\n✕ "))};
        wrong->setWordWrap(true);
        wrong->setContentsMargins(22, 0, 0, 2);
        colour(*wrong, QPalette::WindowText, theme().down);
        into.addWidget(wrong);
    }
    connect(head, &QToolButton::toggled, this, [this, path = row.path](bool on) {
        (on ? open_ : closed_).insert(path);
        (on ? closed_ : open_).erase(path);
        if (waiting_) return;
        waiting_ = true;
        QTimer::singleShot(0, this, &Inspector::rebuild);
    });
    if (!open) return;
    auto* inner = new QWidget;
    auto* layout = new QVBoxLayout{inner};
    layout->setContentsMargins(group_indent, 0, 0, 6);
    layout->setSpacing(4);
    add_rows(row, *layout, depth + 1);
    into.addWidget(inner);
}

void Inspector::add_item_buttons(const FormRow& row, QVBoxLayout& into) {
    auto* add = new QToolButton;
    add->setText(tr("+ Add"));
    add->setAutoRaise(true);
    add->setAccessibleName(tr("Add to %1").arg(row.label.toLower()));
    const Type& e = row.type->element();
    const int count = static_cast<int>(row.rows.size());
    const auto step = tr("Add to %1").arg(row.label.toLower());
    if (row.editor == FormRow::Editor::entries) {
        connect(add, &QToolButton::clicked, this, [this, row, step, &e] {
            const auto noun = row.field == nullptr ? std::string{"new"} : noun_of(*row.field);
            auto name = noun;
            std::ranges::replace(name, ' ', '_');
            const auto base = name;
            for (int i = 2; std::ranges::any_of(row.rows, [&](const auto& r) { return r.label == qt(name); }); ++i)
                name = base + std::to_string(i);
            const auto path = row.path + "." + name;
            open_.insert(path);
            const auto value = e.shape != Type::Shape::record                        ? std::string{"{}"}
                               : row.field != nullptr && !row.field->starter.empty() ? row.field->starter
                                                                                     : in_braces(least_of(e));
            emit set_wanted(step, path, value);
        });
    } else {
        const auto append = [this, row, step, count](const std::string& yaml) {
            open_.insert(row.path + "[" + std::to_string(count) + "]");
            emit add_wanted(step, row.path, count, yaml);
        };
        const auto* groups = e.shape == Type::Shape::record ? &e.record().exactly_one_of : nullptr;
        if (groups != nullptr && !groups->empty()) {
            auto* menu = new QMenu{add};
            for (const auto& alternative : groups->front())
                menu->addAction(spoken(alternative), this,
                                [append, &e, alternative] { append(in_braces(least_of(e, alternative))); });
            add->setMenu(menu);
            add->setPopupMode(QToolButton::InstantPopup);
        } else {
            connect(add, &QToolButton::clicked, this, [append, &e] {
                append(e.shape == Type::Shape::record ? in_braces(least_of(e)) : std::string{"{}"});
            });
        }
    }
    editors_.emplace(row.path + "+", add);
    into.addWidget(add, 0, Qt::AlignLeft);
}

}  // namespace nines::gui
