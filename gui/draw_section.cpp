#include "gui/draw_section.hpp"

#include <QAction>
#include <QApplication>
#include <QCompleter>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QSettings>
#include <QStatusBar>
#include <QStringListModel>
#include <QToolBar>

#include "gui/canvas/canvas_scene.hpp"
#include "gui/canvas/canvas_view.hpp"
#include "gui/canvas/edge_item.hpp"
#include "gui/canvas/minimap.hpp"
#include "gui/canvas/node_item.hpp"
#include "gui/document.hpp"
#include "gui/file_actions.hpp"
#include "gui/icons.hpp"
#include "gui/inspector/inspector.hpp"
#include "gui/main_window.hpp"
#include "gui/palette.hpp"
#include "gui/problems_panel.hpp"
#include "gui/table_panel.hpp"
#include "gui/theme.hpp"
#include "gui/yaml_pane.hpp"

namespace nines::gui {

namespace {

const QString draw_page = QStringLiteral("draw");

}  // namespace

DrawSection::DrawSection(MainWindow& window)
    : QObject(&window), w_(window), document_(window.document()), scene_(window.canvas()), view_(window.canvas_view()) {
    files_ = new FileActions{document_, &w_};
    minimap_ = new Minimap{scene_, view_};
    w_.add_page(draw_page, tr("Draw"), icon(QStringLiteral("draw")), &view_);
    make_docks();
    make_file_menu();
    make_edit_menu();
    make_view_menu();
    make_arrange_menu();
    make_help_menu();
    fill_tool_bar();
    connect_canvas();
    connect_inspector();

    connect(&document_, &Document::changed, this, &DrawSection::after_change);
    connect(&document_, &Document::problems_changed, this, [this] { scene_.show(document_.topology()); });
    connect(&document_, &Document::started, this, [this] { scene_.clearSelection(); });
    connect(&document_, &Document::file_changed, &view_, [this] {
        scene_.show(document_.topology());
        view_.fit();
    });
    connect(&document_, &Document::refused, this, &DrawSection::say);
    connect(files_, &FileActions::said, this, &DrawSection::say);
    after_change();
}

void DrawSection::make_docks() {
    palette_ = new Palette{document_.type()};
    inspector_ = new Inspector;
    text_ = new YamlPane{document_};
    table_ = new TablePanel{document_};
    problems_ = new ProblemsModel{document_, this};
    auto* problems = new ProblemsPanel{*problems_};
    auto* palette_dock =
        w_.add_dock(QStringLiteral("palette"), tr("Palette"), Qt::LeftDockWidgetArea, palette_, draw_page);
    auto* text_dock = w_.add_dock(QStringLiteral("text"), tr("Text"), Qt::RightDockWidgetArea, text_, draw_page);
    auto* inspector_dock =
        w_.add_dock(QStringLiteral("inspector"), tr("Inspector"), Qt::RightDockWidgetArea, inspector_, draw_page);
    auto* table_dock =
        w_.add_dock(QStringLiteral("table"), tr("Nodes and calls"), Qt::BottomDockWidgetArea, table_, draw_page);
    auto* problems_dock =
        w_.add_dock(QStringLiteral("problems"), tr("Problems"), Qt::BottomDockWidgetArea, problems, draw_page);
    w_.tabifyDockWidget(inspector_dock, text_dock);
    w_.tabifyDockWidget(table_dock, problems_dock);
    inspector_dock->raise();
    table_dock->raise();
    w_.resizeDocks({palette_dock, inspector_dock}, {236, 380}, Qt::Horizontal);
    w_.resizeDocks({table_dock}, {210}, Qt::Vertical);

    auto* count = new QLabel;
    w_.statusBar()->addPermanentWidget(count);
    const auto summarize = [this, count, problems_dock] {
        count->setText(problems_->summary());
        const bool any = problems_->rowCount() > 0;
        problems_dock->setWindowTitle(any ? tr("Problems (%1)").arg(problems_->rowCount()) : tr("Problems"));
    };
    connect(problems_, &ProblemsModel::summarized, this, summarize);
    summarize();
    connect(problems, &ProblemsPanel::chosen, this, [this](const Problem& p) {
        if (!p.path.empty()) go_to(p.path);
        text_->go_to_line(p.line, p.column);
    });
    connect(palette_, &Palette::wanted, this, [this](const QString& part) {
        put(part, view_.middle() - QPointF{node_width / 2.0, node_height / 2.0});
    });
    connect(text_, &YamlPane::line_entered, this, &DrawSection::select_line);
    connect(table_, &TablePanel::node_chosen, this, [this](const NodeId& id) {
        scene_.select(id);
        view_.bring_into_view(id);
    });
    connect(table_, &TablePanel::call_chosen, this,
            [this](const NodeId& from, const NodeId& to) { scene_.select(from, to); });
    connect(table_, &TablePanel::removal_wanted, this, &DrawSection::remove_selected);
}

QAction* DrawSection::action(const QString& menu, const QString& text, const QString& picture, const QKeySequence& keys,
                             std::function<void()> what) {
    auto* a = w_.menu(menu).addAction(icon(picture), text);
    a->setIconVisibleInMenu(false);
    a->setShortcut(keys);
    const auto plain = QString{text}.remove(QLatin1Char('&')).remove(QStringLiteral("…"));
    a->setToolTip(keys.isEmpty() ? plain
                                 : QStringLiteral("%1 (%2)").arg(plain, keys.toString(QKeySequence::NativeText)));
    connect(a, &QAction::triggered, this, [what = std::move(what)] { what(); });
    return a;
}

void DrawSection::make_file_menu() {
    const auto file = QStringLiteral("file");
    auto* fresh = action(file, tr("&New"), QStringLiteral("new"), QKeySequence::New, [this] { files_->start_new(); });
    auto* open =
        action(file, tr("&Open…"), QStringLiteral("open"), QKeySequence::Open, [this] { files_->open_asking(); });
    auto* recent = w_.menu(file).addMenu(tr("Open &recent"));
    connect(&w_.menu(file), &QMenu::aboutToShow, recent, [this, recent] { files_->fill_recent(*recent); });
    auto* import = w_.menu(file).addMenu(tr("&Import"));
    const std::pair<const char*, QString> kinds[] = {{"kubernetes", tr("&Kubernetes manifests…")},
                                                     {"compose", tr("Docker &Compose file…")},
                                                     {"isotope", tr("&isotope topology…")}};
    for (const auto& [kind, title] : kinds)
        connect(import->addAction(title), &QAction::triggered, this, [this, kind = QString::fromLatin1(kind)] {
            const auto files = files_->questions.files_to_import();
            if (!files.isEmpty()) files_->import_files(kind, files);
        });
    w_.menu(file).addSeparator();
    auto* save = action(file, tr("&Save"), QStringLiteral("save"), QKeySequence::Save, [this] { files_->save(); });
    action(file, tr("Save &as…"), {}, QKeySequence{QStringLiteral("Ctrl+Shift+S")}, [this] { files_->save_as(); });
    w_.menu(file).addSeparator();
    action(file, tr("&Export the drawing…"), {}, QKeySequence{QStringLiteral("Ctrl+Shift+E")},
           [this] { export_picture(); });
    w_.menu(file).addSeparator();
    action(file, tr("&Quit"), {}, QKeySequence{QStringLiteral("Ctrl+Q")}, [this] { w_.close(); });
    w_.tool_bar().addActions({fresh, open, save});
    w_.tool_bar().addSeparator();
}

void DrawSection::make_edit_menu() {
    auto& menu = w_.menu(QStringLiteral("edit"));
    auto& stack = document_.undo_stack();
    auto* undo = stack.createUndoAction(this, tr("&Undo"));
    undo->setShortcut(QKeySequence::Undo);
    undo->setIcon(icon(QStringLiteral("undo")));
    auto* redo = stack.createRedoAction(this, tr("&Redo"));
    redo->setShortcuts({QKeySequence{QStringLiteral("Ctrl+Shift+Z")}, QKeySequence{QStringLiteral("Ctrl+Y")}});
    redo->setIcon(icon(QStringLiteral("redo")));
    for (auto* a : {undo, redo}) {
        a->setIconVisibleInMenu(false);
        menu.addAction(a);
        w_.tool_bar().addAction(a);
    }
    w_.tool_bar().addSeparator();
    menu.addSeparator();
    const auto edit = QStringLiteral("edit");
    auto* cut = action(edit, tr("Cu&t"), {}, QKeySequence::Cut, [this] {
        copy();
        remove_selected();
    });
    auto* copied = action(edit, tr("&Copy"), {}, QKeySequence::Copy, [this] { copy(); });
    action(edit, tr("&Paste"), {}, QKeySequence::Paste, [this] { paste(); });
    auto* twice =
        action(edit, tr("D&uplicate"), {}, QKeySequence{QStringLiteral("Ctrl+D")}, [this] { duplicate_selected(); });
    auto* gone =
        action(edit, tr("&Delete"), QStringLiteral("delete"), QKeySequence::Delete, [this] { remove_selected(); });
    action(edit, tr("Select &all"), {}, QKeySequence::SelectAll, [this] { scene_.select_all(); });
    menu.addSeparator();
    auto* rename = action(edit, tr("&Rename"), {}, QKeySequence{QStringLiteral("F2")}, [this] {
        if (auto* name = qobject_cast<QLineEdit*>(inspector_->editor(""))) {
            w_.findChild<QDockWidget*>(QStringLiteral("inspector"))->raise();
            name->setFocus(Qt::ShortcutFocusReason);
            name->selectAll();
        }
    });
    auto* connect_to = action(edit, tr("Co&nnect to…"), QStringLiteral("connect"),
                              QKeySequence{QStringLiteral("Ctrl+L")}, [this] { choose_target(); });
    on_nodes_ << cut << copied << twice << rename << connect_to;
    on_anything_ << gone;
    menu.addSeparator();
    action(edit, tr("&Find…"), QStringLiteral("find"), QKeySequence::Find, [this] {
        find_->setFocus(Qt::ShortcutFocusReason);
        find_->selectAll();
    });
}

void DrawSection::make_view_menu() {
    const auto view = QStringLiteral("view");
    auto& menu = w_.menu(view);
    menu.addSeparator();
    auto* in = action(view, tr("Zoom &in"), QStringLiteral("plus"), QKeySequence{QStringLiteral("Ctrl++")},
                      [this] { view_.zoom_in(); });
    in->setShortcuts({QKeySequence{QStringLiteral("Ctrl++")}, QKeySequence{QStringLiteral("Ctrl+=")}});
    auto* out = action(view, tr("Zoom &out"), QStringLiteral("minus"), QKeySequence{QStringLiteral("Ctrl+-")},
                       [this] { view_.zoom_out(); });
    action(view, tr("Zoom to &100%"), {}, QKeySequence{QStringLiteral("Ctrl+0")}, [this] { view_.zoom_to_100(); });
    auto* fit = action(view, tr("&Fit"), QStringLiteral("fit"), QKeySequence{QStringLiteral("Ctrl+Shift+0")},
                       [this] { view_.fit(); });
    auto* focus = action(view, tr("Focus on &neighbours"), {}, QKeySequence{QStringLiteral("Ctrl+Shift+N")}, [this] {
        const auto nodes = scene_.selected_nodes();
        scene_.focus_on(nodes.empty() ? nullptr : &nodes.front());
    });
    Q_UNUSED(focus);
    menu.addSeparator();
    action(view, tr("&Light or dark"), QStringLiteral("dark"), QKeySequence{QStringLiteral("Ctrl+Shift+D")}, [] {
        const auto other = theme().shade == Shade::dark ? Shade::light : Shade::dark;
        CurrentTheme::instance().use(other);
        QSettings{}.setValue(QStringLiteral("shade"),
                             other == Shade::dark ? QStringLiteral("dark") : QStringLiteral("light"));
    });
    w_.tool_bar().addActions({out, in, fit});
}

void DrawSection::make_arrange_menu() {
    const auto arrange = QStringLiteral("arrange");
    auto& menu = w_.menu(arrange);
    auto* layout =
        action(arrange, tr("&Lay out"), QStringLiteral("layout"), QKeySequence{QStringLiteral("Ctrl+Shift+L")}, [this] {
            lay_out(document_);
            view_.fit();
        });
    w_.tool_bar().addAction(layout);
    on_nodes_ << action(arrange, tr("&Pin or unpin"), {}, QKeySequence{QStringLiteral("Ctrl+P")}, [this] {
        const auto nodes = scene_.selected_nodes();
        const bool all =
            std::ranges::all_of(nodes, [&](const auto& id) { return document_.topology().find(id)->pinned; });
        pin_nodes(document_, nodes, !all);
    });
    on_nodes_ << action(arrange, tr("Put into a p&lace…"), {}, QKeySequence{QStringLiteral("Ctrl+Shift+P")},
                        [this] { choose_place(); });
    action(arrange, tr("&Collapse or expand a place…"), {}, QKeySequence{QStringLiteral("Ctrl+Shift+C")},
           [this] { collapse_or_expand(); });
    action(arrange, tr("Re&size a place…"), {}, QKeySequence{QStringLiteral("Ctrl+Shift+W")},
           [this] { choose_size(); });
    menu.addSeparator();
    const std::pair<QString, QString> edges[] = {
        {tr("Align l&eft sides"), QStringLiteral("Ctrl+Alt+Left")},
        {tr("Align &right sides"), QStringLiteral("Ctrl+Alt+Right")},
        {tr("Align &tops"), QStringLiteral("Ctrl+Alt+Up")},
        {tr("Align &bottoms"), QStringLiteral("Ctrl+Alt+Down")},
        {tr("Distribute &across"), QStringLiteral("Ctrl+Alt+H")},
        {tr("Distribute &down"), QStringLiteral("Ctrl+Alt+V")},
    };
    for (int i = 0; i < 6; ++i)
        on_nodes_ << action(arrange, edges[i].first, {}, QKeySequence{edges[i].second}, [this, i] { align(i); });
}

void DrawSection::make_help_menu() {
    const auto help = QStringLiteral("help");
    action(help, tr("&Keys"), {}, QKeySequence::HelpContents, [this] {
        QString rows;
        for (const auto* a : w_.findChildren<QAction*>()) {
            if (a->shortcut().isEmpty() || a->text().isEmpty()) continue;
            rows += QStringLiteral("<tr><td>%1</td><td>&nbsp;&nbsp;<b>%2</b></td></tr>")
                        .arg(QString{a->text()}.remove(QLatin1Char('&')).toHtmlEscaped(),
                             a->shortcut().toString(QKeySequence::NativeText).toHtmlEscaped());
        }
        const std::pair<QString, QString> others[] = {{tr("From node to node"), tr("arrows")},
                                                      {tr("Move what is selected"), tr("Alt and arrows")},
                                                      {tr("Resize the frame around it"), tr("Alt, Shift and arrows")},
                                                      {tr("Into the fields"), tr("Enter")},
                                                      {tr("Pan"), tr("Space and drag, or the middle button")},
                                                      {tr("Zoom"), tr("Ctrl and the wheel")},
                                                      {tr("Without snapping"), tr("Ctrl while dragging")}};
        for (const auto& [what, keys] : others)
            rows += QStringLiteral("<tr><td>%1</td><td>&nbsp;&nbsp;<b>%2</b></td></tr>").arg(what, keys);
        QMessageBox box{QMessageBox::NoIcon, tr("Keys"), QStringLiteral("<table>") + rows + QStringLiteral("</table>"),
                        QMessageBox::Close, &w_};
        box.exec();
    });
    action(help, tr("&About Nines"), {}, {}, [this] {
        QMessageBox::about(
            &w_, tr("About Nines"),
            tr("<b>Nines</b><br>How many nines a design has before it is built.<br><br>Free software under "
               "the GNU General Public License, version 3 or later."));
    });
}

void DrawSection::fill_tool_bar() {
    auto& bar = w_.tool_bar();
    bar.setIconSize({18, 18});
    bar.addSeparator();
    auto* room = new QWidget;
    room->setObjectName(QStringLiteral("room"));
    room->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    bar.addWidget(room);
    find_ = new QLineEdit;
    find_->setPlaceholderText(tr("Find a node (Ctrl+F)"));
    find_->setAccessibleName(tr("Find a node"));
    find_->setClearButtonEnabled(true);
    find_->setMaximumWidth(240);
    find_->setObjectName(QStringLiteral("find"));
    auto* names = new QStringListModel{find_};
    auto* completer = new QCompleter{names, find_};
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    find_->setCompleter(completer);
    bar.addWidget(find_);
    connect(&document_, &Document::changed, names, [this, names] {
        QStringList all;
        for (const auto& n : document_.topology().nodes) all << QString::fromStdString(n.id.name);
        names->setStringList(all);
    });
    const auto find = [this](const QString& text) {
        const NodeView* found = nullptr;
        for (const auto& n : document_.topology().nodes) {
            const auto name = QString::fromStdString(n.id.name);
            if (name == text || (found == nullptr && name.contains(text, Qt::CaseInsensitive))) found = &n;
            if (name == text) break;
        }
        if (found == nullptr) return say(tr("There is no node \"%1\"").arg(text));
        const auto id = found->id;
        scene_.select(id);
        view_.centerOn(scene_.node(id));
        view_.setFocus();
    };
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, find);
    connect(find_, &QLineEdit::returnPressed, this, [this, find] {
        if (!find_->text().isEmpty()) find(find_->text());
    });
}

void DrawSection::connect_canvas() {
    connect(&scene_, &QGraphicsScene::selectionChanged, this, &DrawSection::show_selection);
    connect(&scene_, &CanvasScene::moved, this, [this](const Moves& moves) { move_nodes(document_, moves); });
    connect(&scene_, &CanvasScene::opened, this, [this] { view_.typing_wanted(); });
    connect(&scene_, &CanvasScene::connection_drawn, this,
            [this](const NodeId& from, const NodeId& to) { connect_asking(from, to); });
    connect(&scene_, &CanvasScene::moved_into, this, [this](const Moves& moves, const std::string& place) {
        std::vector<NodeId> nodes;
        for (const auto& [id, at] : moves) nodes.push_back(id);
        document_.undo_stack().beginMacro(tr("Move into %1").arg(QString::fromStdString(place)));
        move_nodes(document_, moves);
        put_in_place(document_, nodes, place);
        document_.undo_stack().endMacro();
    });
    connect(&scene_, &CanvasScene::place_clicked, this, [this](const PlaceView& place) {
        const auto region = place.path.substr(0, place.path.find('/'));
        std::vector<FormRow> forms;
        if (auto form = form_of(document_, place.section + "." + region)) forms.push_back(std::move(*form));
        inspector_->show_forms(QString::fromStdString(region), {}, std::move(forms));
    });
    connect(&scene_, &CanvasScene::place_resized, this,
            [this](const PlaceView& place, QSizeF size) { resize_place(document_, place, size); });
    connect(&scene_, &CanvasScene::place_opened, this,
            [this](const PlaceView& place) { set_collapsed(document_, place, !place.collapsed); });
    connect(&view_, &CanvasView::part_dropped, this, [this](const QString& part, QPointF at) {
        put(part, at - QPointF{node_width / 2.0, node_height / 2.0});
    });
    connect(&view_, &CanvasView::files_dropped, this,
            [this](const QStringList& files) { files_->open(files.front()); });
    connect(&view_, &CanvasView::nudged, this, [this](QPointF by) {
        Moves moves;
        for (const auto& id : scene_.selected_nodes()) moves.emplace_back(id, scene_.node(id)->pos() + by);
        move_nodes(document_, moves);
    });
    connect(&view_, &CanvasView::resize_wanted, this, &DrawSection::resize_around_selected);
    connect(&view_, &CanvasView::menu_wanted, this, &DrawSection::show_menu);
    connect(&view_, &CanvasView::typing_wanted, this, [this] {
        w_.findChild<QDockWidget*>(QStringLiteral("inspector"))->raise();
        if (auto* name = inspector_->editor(""))
            name->setFocus(Qt::OtherFocusReason);
        else
            inspector_->setFocus(Qt::OtherFocusReason);
    });
}

void add_draw_section(MainWindow& window) { window.set_draw_section(*new DrawSection{window}); }

}  // namespace nines::gui
