// What the Draw section does when it is asked to: the other half of draw_section.cpp.
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QGuiApplication>
#include <QInputDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/canvas/edge_item.hpp"
#include "gui/canvas/minimap.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/connections.hpp"
#include "gui/document.hpp"
#include "gui/draw_section.hpp"
#include "gui/file_actions.hpp"
#include "gui/inspector/inspector.hpp"
#include "gui/inspector/shared_form.hpp"
#include "gui/main_window.hpp"
#include "gui/palette.hpp"
#include "gui/picture.hpp"
#include "gui/places.hpp"
#include "gui/references.hpp"
#include "gui/table_panel.hpp"
#include "gui/yaml_pane.hpp"
#include "scenarios/parameter_edit.hpp"

namespace nines::gui {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

const auto clipboard_mime = QStringLiteral("application/x-nines-scenario");

}  // namespace

void DrawSection::say(const QString& text) { w_.say(text); }

void DrawSection::after_change() {
    scene_.show(document_.topology());
    if (!select_next_.empty()) {
        selecting_ = true;
        scene_.clearSelection();
        for (const auto& id : select_next_)
            if (auto* n = scene_.node(id)) n->setSelected(true);
        select_next_.clear();
        selecting_ = false;
    }
    minimap_->settle();
    show_selection();
}

std::vector<std::pair<NodeId, NodeId>> DrawSection::selected_edges() const {
    std::vector<std::pair<NodeId, NodeId>> out;
    for (const auto* e : scene_.selected_edges()) out.emplace_back(e->from().view().id, e->to().view().id);
    return out;
}

void DrawSection::show_selection() {
    if (selecting_) return;
    const auto nodes = scene_.selected_nodes();
    for (auto* a : on_nodes_) a->setEnabled(!nodes.empty());
    for (auto* a : on_anything_) a->setEnabled(!nodes.empty() || !scene_.selected_edges().empty());
    describe_selection();
    if (nodes.size() == 1) {
        table_->select(nodes.front());
        if (!text_->hasFocus()) text_->go_to_line(document_.place_of(nodes.front().path()).line);
    }
    minimap_->update();
}

void DrawSection::describe_selection() {
    const auto nodes = scene_.selected_nodes();
    const auto edges = scene_.selected_edges();
    std::vector<FormRow> forms;
    if (nodes.size() == 1 && edges.empty()) {
        const auto& id = nodes.front();
        if (auto form = form_of(document_, id.path())) forms.push_back(std::move(*form));
        const auto* view = document_.topology().find(id);
        auto noun = view == nullptr ? QString{} : view->noun;
        if (!noun.isEmpty()) noun[0] = noun[0].toUpper();
        inspector_->show_forms(noun, qt(id.name), std::move(forms));
    } else if (edges.size() == 1 && nodes.empty()) {
        const auto& view = edges.front()->view();
        for (const auto& c : view.calls) {
            auto form = form_of(document_, c.record);
            if (!form) continue;
            form->label = qt(c.target);
            forms.push_back(std::move(*form));
        }
        inspector_->show_forms(
            tr("%1 → %2").arg(qt(edges.front()->from().view().id.name), qt(edges.front()->to().view().id.name)), {},
            std::move(forms));
    } else if (nodes.size() > 1 && edges.empty()) {
        for (const auto& id : nodes)
            if (auto form = form_of(document_, id.path())) forms.push_back(std::move(*form));
        auto shared = shared_form(forms);
        forms.clear();
        if (shared) {
            shared->help = tr("What is changed here is changed in all of them.");
            forms.push_back(std::move(*shared));
        }
        const auto title = forms.empty() ? tr("%1 nodes without a field in common") : tr("%1 nodes");
        inspector_->show_forms(title.arg(nodes.size()), {}, std::move(forms));
    } else if (nodes.size() + edges.size() > 1) {
        inspector_->show_forms(tr("%1 things selected").arg(nodes.size() + edges.size()), {}, {});
    } else {
        // The scenario itself, without what the canvas shows.
        if (auto form = form_of_scenario(document_)) forms.push_back(std::move(*form));
        inspector_->show_forms(tr("Scenario"), {}, std::move(forms));
    }
}

void DrawSection::change_selected(const QString& step, const std::string& path, const Change& change) {
    const auto nodes = scene_.selected_nodes();
    const auto first = nodes.empty() ? std::string{} : nodes.front().path();
    if (nodes.size() < 2 || !path.starts_with(first + ".")) {
        document_.edit(step, [&](const SourceText& s) { return change(s, path); });
        return;
    }
    document_.edit(tr("%1 (%2 nodes)").arg(step).arg(nodes.size()), [&](const SourceText& s) {
        Expected<SourceText> now{s};
        for (const auto& id : nodes)
            if (now) now = change(*now, id.path() + path.substr(first.size()));
        return now;
    });
}

void DrawSection::go_to(const std::string& path) {
    w_.show_page(QStringLiteral("draw"));
    const auto parts = parse_path(path);
    if (parts.size() >= 2 && scene_.node({parts[0].key, parts[1].key}) != nullptr) {
        const NodeId id{parts[0].key, parts[1].key};
        scene_.select(id);
        view_.bring_into_view(id);
    } else {
        scene_.clearSelection();
    }
    describe_selection();
    w_.findChild<QDockWidget*>(QStringLiteral("inspector"))->raise();
    inspector_->go_to(path);
}

void DrawSection::select_line(int line) {
    // The entry of a section that begins last before the line.
    NodeId found;
    for (const auto& [section, content] : document_.tree().entries) {
        if (section.mark.line > line) break;
        found = {};
        for (const auto& [name, value] : content.entries)
            if (name.mark.line <= line) found = {section.text, name.text};
    }
    if (scene_.node(found) != nullptr) scene_.select(found);
}

void DrawSection::put(const QString& part, QPointF at) {
    const QPointF on_grid{std::round(at.x() / 10.0) * 10.0, std::round(at.y() / 10.0) * 10.0};
    if (part.startsWith(QStringLiteral("pattern:"))) {
        for (const auto& p : patterns()) {
            if (p.name != part.mid(8)) continue;
            const auto made = paste_nodes(document_, tr("Add the pattern %1").arg(p.name), p.text, on_grid);
            scene_.clearSelection();
            for (const auto& id : made)
                if (auto* n = scene_.node(id)) n->setSelected(true);
        }
        view_.setFocus();
        return;
    }
    for (const auto& kind : kinds_and_places_of(document_.type()))
        if (kind.section == part.toStdString())
            if (const auto id = add_node(document_, kind, on_grid)) scene_.select(*id);
    view_.setFocus();
}

void DrawSection::connect_asking(const NodeId& from, const NodeId& to, std::optional<QPoint> at) {
    const auto all = connections(document_, from, to);
    if (all.empty()) {
        const auto* a = document_.topology().find(from);
        const auto* b = document_.topology().find(to);
        return say(tr("A %1 cannot call a %2").arg(a->noun, b->noun));
    }
    const auto legal = std::ranges::count_if(all, [](const Connection& c) { return c.why_not.isEmpty(); });
    if (legal == 0 && all.size() == 1) return say(tr("Not possible: %1").arg(all.front().why_not));
    const auto make = [this, from, to](const Connection& c) {
        if (connect_nodes(document_, c, from, to)) scene_.select(from, to);
    };
    if (all.size() == 1) return make(all.front());
    QMenu menu;
    menu.setObjectName(QStringLiteral("connections"));
    menu.setToolTipsVisible(true);
    for (const auto& c : all) {
        auto* a = menu.addAction(c.label, this, [make, c] { make(c); });
        a->setEnabled(c.why_not.isEmpty());
        a->setToolTip(c.why_not);
    }
    menu.exec(at.value_or(QCursor::pos()));
}

void DrawSection::choose_target() {
    const auto nodes = scene_.selected_nodes();
    if (nodes.empty()) return;
    QStringList names;
    std::vector<NodeId> ids;
    for (const auto& n : document_.topology().nodes) {
        if (connections(document_, nodes.front(), n.id).empty()) continue;
        names << qt(n.id.name);
        ids.push_back(n.id);
    }
    if (names.isEmpty()) return say(tr("There is nothing that %1 could call").arg(qt(nodes.front().name)));
    bool accepted = false;
    const auto name = QInputDialog::getItem(&w_, tr("Connect"), tr("%1 calls:").arg(qt(nodes.front().name)), names, 0,
                                            false, &accepted);
    const auto index = names.indexOf(name);
    if (accepted && index >= 0)
        connect_asking(nodes.front(), ids[static_cast<std::size_t>(index)], view_.mapToGlobal(view_.rect().center()));
}

void DrawSection::choose_place() {
    const auto nodes = scene_.selected_nodes();
    if (nodes.empty()) return;
    const auto nowhere = tr("nowhere in particular");
    const auto places = QStringList{nowhere} + place_names(document_.type(), document_.value());
    if (places.size() == 1) return say(tr("There is no region yet; the palette has one"));
    const auto now = places.indexOf(qt(document_.topology().find(nodes.front())->place));
    bool accepted = false;
    const auto place = QInputDialog::getItem(&w_, tr("Put into a place"), tr("Stands in:"), places,
                                             std::max(0, static_cast<int>(now)), false, &accepted);
    if (accepted) put_in_place(document_, nodes, place == nowhere ? std::string{} : place.toStdString());
}

void DrawSection::collapse_or_expand() {
    QStringList names;
    std::vector<PlaceView> places;
    for (const auto& p : document_.topology().places) {
        if (p.nodes == 0 || p.hidden) continue;
        names << (p.collapsed ? tr("%1 (collapsed)").arg(qt(p.path)) : qt(p.path));
        places.push_back(p);
    }
    if (places.empty()) return say(tr("There is no place that holds anything"));
    bool accepted = false;
    const auto name =
        QInputDialog::getItem(&w_, tr("Collapse or expand a place"), tr("Place:"), names, 0, false, &accepted);
    const auto index = names.indexOf(name);
    if (!accepted || index < 0) return;
    const auto& place = places[static_cast<std::size_t>(index)];
    set_collapsed(document_, place, !place.collapsed);
}

// The smallest frame on the canvas around everything that is selected.
const PlaceView* DrawSection::frame_around_selected() const {
    const auto nodes = scene_.selected_nodes();
    const auto& t = document_.topology();
    const PlaceView* found = nullptr;
    for (const auto& p : t.places) {
        const bool around = std::ranges::all_of(nodes, [&](const NodeId& id) {
            const auto& place = t.find(id)->place;
            return !place.empty() && lies_in(place, p.path);
        });
        if (around && !p.hidden && !p.collapsed && (found == nullptr || p.path.size() > found->path.size())) found = &p;
    }
    return nodes.empty() ? nullptr : found;
}

void DrawSection::resize_around_selected(QSizeF by) {
    const auto* p = frame_around_selected();
    if (p == nullptr) return say(tr("There is no frame around what is selected"));
    const PlaceView place = *p;  // the one of the document changes with it
    const auto size = (place.frame.size() + by).expandedTo({node_width, node_height});
    // What stands in a frame holds it open: a size below that would be a step that nobody sees.
    const bool held = (by.width() < 0.0 && place.least.width() < place.frame.width()) ||
                      (by.height() < 0.0 && place.least.height() < place.frame.height());
    if (held || size == place.frame.size()) return say(tr("%1 cannot be smaller").arg(place.title));
    resize_place(document_, place, size);
}

void DrawSection::choose_size() {
    QStringList names;
    std::vector<PlaceView> places;
    const auto* around = frame_around_selected();
    int current = 0;
    for (const auto& p : document_.topology().places) {
        const bool on_canvas = !p.hidden && !p.collapsed && (p.above.empty() || p.nodes > 0);
        if (!on_canvas) continue;
        if (&p == around) current = static_cast<int>(places.size());
        names << qt(p.path);
        places.push_back(p);
    }
    if (places.empty()) return say(tr("There is no frame on the canvas"));
    bool accepted = false;
    const auto name = QInputDialog::getItem(&w_, tr("Resize a place"), tr("Place:"), names, current, false, &accepted);
    const auto index = names.indexOf(name);
    if (!accepted || index < 0) return;
    const auto& place = places[static_cast<std::size_t>(index)];
    const auto now = place.frame.size().toSize();
    const auto ask = [&](const QString& what, int value, int least) {
        return QInputDialog::getInt(&w_, tr("Resize %1").arg(place.title), what, value, least, 100'000, 10, &accepted);
    };
    const int width = ask(tr("Width:"), now.width(), static_cast<int>(node_width));
    if (!accepted) return;
    const int height = ask(tr("Height:"), now.height(), static_cast<int>(node_height));
    if (accepted && QSize{width, height} != now) resize_place(document_, place, QSizeF{QSize{width, height}});
}

void DrawSection::remove_selected() {
    const auto nodes = scene_.selected_nodes();
    remove(document_, nodes, selected_edges());
}

void DrawSection::copy() {
    const auto nodes = scene_.selected_nodes();
    if (nodes.empty()) return;
    const auto text = qt(copy_nodes(document_, nodes));
    auto* data = new QMimeData;
    data->setText(text);
    data->setData(clipboard_mime, text.toUtf8());
    QGuiApplication::clipboard()->setMimeData(data);
}

void DrawSection::paste() {
    const auto* data = QGuiApplication::clipboard()->mimeData();
    if (data == nullptr || !data->hasText()) return;
    const auto text = data->text().toStdString();
    if (!SourceText::read(text)) return say(tr("What was copied is no part of a scenario"));
    // Beside what is selected, or in the middle.
    QPointF at = view_.middle();
    for (const auto& id : scene_.selected_nodes()) at = scene_.node(id)->pos() + QPointF{40.0, 40.0};
    const auto made =
        paste_nodes(document_, tr("Paste"), text, {std::round(at.x() / 10.0) * 10.0, std::round(at.y() / 10.0) * 10.0});
    scene_.clearSelection();
    for (const auto& id : made)
        if (auto* n = scene_.node(id)) n->setSelected(true);
}

void DrawSection::duplicate_selected() {
    const auto nodes = scene_.selected_nodes();
    if (nodes.empty()) return;
    double left = 1e9, top = 1e9;
    for (const auto& id : nodes) {
        left = std::min(left, scene_.node(id)->pos().x());
        top = std::min(top, scene_.node(id)->pos().y());
    }
    const auto made = paste_nodes(document_, tr("Duplicate"), copy_nodes(document_, nodes), {left + 40.0, top + 100.0});
    scene_.clearSelection();
    for (const auto& id : made)
        if (auto* n = scene_.node(id)) n->setSelected(true);
}

// 0 left, 1 right, 2 top, 3 bottom, 4 distribute across, 5 distribute down.
void DrawSection::align(int edge) {
    std::vector<NodeItem*> items;
    for (const auto& id : scene_.selected_nodes()) items.push_back(scene_.node(id));
    if (items.size() < 2) return;
    const bool across = edge < 2 || edge == 4;
    const auto value = [&](const NodeItem* n) { return across ? n->pos().x() : n->pos().y(); };
    std::ranges::sort(items, {}, value);
    const double low = value(items.front()), high = value(items.back());
    Moves moves;
    for (std::size_t i = 0; i < items.size(); ++i) {
        const double to = edge >= 4
                              ? low + (high - low) * static_cast<double>(i) / static_cast<double>(items.size() - 1)
                          : edge % 2 == 0 ? low
                                          : high;
        QPointF at = items[i]->pos();
        (across ? at.rx() : at.ry()) = std::round(to);
        moves.emplace_back(items[i]->view().id, at);
    }
    move_nodes(document_, moves, edge >= 4 ? tr("Distribute") : tr("Align"));
}

void DrawSection::show_menu(const QPoint& at) {
    QMenu menu;
    for (const auto* name : {"edit", "arrange"}) {
        for (auto* a : w_.menu(QString::fromLatin1(name)).actions())
            if (on_nodes_.contains(a) || on_anything_.contains(a)) menu.addAction(a);
        menu.addSeparator();
    }
    menu.exec(at);
}

void DrawSection::export_picture() {
    const auto file = QFileDialog::getSaveFileName(
        &w_, tr("Export the drawing"), document_.title() + QStringLiteral(".svg"), tr("Pictures (*.svg *.pdf *.png)"));
    if (file.isEmpty()) return;
    if (const auto wrong = write_picture(scene_, file); !wrong.isEmpty())
        files_->questions.tell(tr("Cannot export"), wrong);
    else
        say(tr("Exported %1").arg(file));
}

void DrawSection::connect_inspector() {
    connect(inspector_, &Inspector::set_wanted, this,
            [this](const QString& step, const std::string& path, const std::string& yaml) {
                const bool several = scene_.selected_nodes().size() > 1;
                change_selected(step, path, [&](const SourceText& s, const std::string& one) -> Expected<SourceText> {
                    // A part that some have already stays as they have it.
                    if (several && yaml.starts_with('{') && stated(s.tree, document_.type(), one) != nullptr) return s;
                    return set_parameter_in(s, document_.type(), one, yaml);
                });
            });
    connect(inspector_, &Inspector::reset_wanted, this, [this](const QString& step, const std::string& path) {
        const bool several = scene_.selected_nodes().size() > 1;
        change_selected(step, path, [&](const SourceText& s, const std::string& one) -> Expected<SourceText> {
            if (several && stated(s.tree, document_.type(), one) == nullptr) return s;
            return reset_parameter_in(s, document_.type(), one);
        });
    });
    connect(inspector_, &Inspector::add_wanted, this,
            [this](const QString& step, const std::string& list, int index, const std::string& yaml) {
                document_.edit(step, [&](const SourceText& s) {
                    return add_to_list_in(s, document_.type(), list, static_cast<std::size_t>(index), yaml);
                });
            });
    connect(inspector_, &Inspector::move_wanted, this,
            [this](const QString& step, const std::string& list, int from, int to) {
                document_.edit(step, [&](const SourceText& s) -> Expected<SourceText> {
                    const auto path = written_path(s.tree, document_.type(), list);
                    if (!path || to < 0 || static_cast<std::size_t>(to) >= s.find(*path)->items.size()) return s;
                    auto item = *path;
                    item.push_back({{}, static_cast<std::size_t>(from)});
                    const auto text = as_written(s, item);
                    auto now = remove_value(s, item);
                    return now ? insert_item(*now, *path, static_cast<std::size_t>(to), text) : now;
                });
            });
    connect(inspector_, &Inspector::rename_wanted, this, [this](const QString& name) {
        const auto nodes = scene_.selected_nodes();
        if (nodes.size() != 1) return;
        select_next_ = {{nodes.front().kind, name.toStdString()}};
        if (!rename_node(document_, nodes.front(), name.toStdString())) select_next_.clear();
    });
    connect(inspector_, &Inspector::rename_entry_wanted, this, [this](const std::string& path, const QString& old) {
        bool accepted = false;
        const auto name =
            QInputDialog::getText(&w_, tr("Rename"), tr("New name of %1:").arg(old), QLineEdit::Normal, old, &accepted);
        if (accepted && name != old) rename_entry(document_, path, name.toStdString());
    });
}

}  // namespace nines::gui
